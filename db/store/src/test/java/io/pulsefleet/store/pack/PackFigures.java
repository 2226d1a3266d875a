package io.pulsefleet.store.pack;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Prints what packing costs: bytes a sample and samples a second, by kind and length of slice. */
final class PackFigures {

    private PackFigures() {}

    public static void main(String[] args) {
        for (var rows : new int[] {360, 144, 24, 6}) {
            System.out.printf("%n%d rows%n%-20s %9s %9s %9s%n", rows, "kind", "B/sample", "enc M/s", "dec M/s");
            var mixed = new ArrayList<double[]>();
            Samples.kinds().forEach((name, kind) -> {
                var random = new Random(1);
                var columns = new ArrayList<double[]>();
                for (var i = 0; i < 200; i++) {
                    columns.add(kind.column(random, rows, random.nextInt(86_400)));
                }
                mixed.addAll(columns.subList(0, Samples.shares().getOrDefault(name, 0)));
                measure(name, columns);
            });
            measure("mixed", mixed);
        }
        measureRollups(6);
        measureRollups(60);
        measureRollups(360);
    }

    /** What the roll-ups of a day cost beside its samples, by kind and by what is rolled up. */
    private static void measureRollups(int factor) {
        System.out.printf("%n%d rolled up, bytes per raw sample%n%-20s", factor, "kind");
        System.out.printf("%8s%8s%8s%8s%8s%8s%n", "min", "max", "sum", "count", "last", "all");
        var mixed = new double[6];
        Samples.kinds().forEach((name, kind) -> {
            var random = new Random(1);
            var bytes = new double[6];
            for (var i = 0; i < 20; i++) {
                var raw = kind.column(random, 8640, 0);
                var packed = SliceCodec.pack(rolledUp(raw, factor));
                for (var k = 0; k < 5; k++) {
                    bytes[k] += packed.column(k).length / (20.0 * raw.length);
                }
            }
            for (var k = 0; k < 5; k++) {
                bytes[5] += bytes[k];
            }
            for (var k = 0; k < 6; k++) {
                mixed[k] += bytes[k] * Samples.shares().getOrDefault(name, 0) / 200;
            }
            print(name, bytes);
        });
        print("mixed", mixed);
    }

    private static void print(String name, double[] bytes) {
        System.out.printf("%-20s", name);
        for (var b : bytes) {
            System.out.printf("%8.4f", b);
        }
        System.out.println();
    }

    private static Slice rolledUp(double[] raw, int factor) {
        var rows = raw.length / factor;
        var values = new double[5][rows];
        var at = new long[rows];
        for (var row = 0; row < rows; row++) {
            at[row] = Samples.BEGIN + (long) row * factor * Samples.STEP;
            values[0][row] = Double.POSITIVE_INFINITY;
            values[1][row] = Double.NEGATIVE_INFINITY;
            for (var i = row * factor; i < (row + 1) * factor; i++) {
                values[0][row] = Math.min(values[0][row], raw[i]);
                values[1][row] = Math.max(values[1][row], raw[i]);
                values[3][row]++;
                values[4][row] = raw[i];
            }
            values[2][row] = Sums.sum(raw, row * factor, (row + 1) * factor);
        }
        return new Slice(at, values);
    }

    private static void measure(String name, List<double[]> columns) {
        var rows = columns.get(0).length;
        var slice = new Slice(Samples.regular(rows, 0), columns.toArray(double[][]::new));
        var packed = SliceCodec.pack(slice);
        if (!SliceCodec.unpack(packed).equals(slice)) {
            throw new IllegalStateException(name);
        }
        var samples = (double) rows * columns.size();
        var rounds = (int) Math.max(3, 3e6 / samples);
        var encode = rate(samples, rounds, () -> SliceCodec.pack(slice));
        var decode = rate(samples, rounds, () -> SliceCodec.unpack(packed));
        System.out.printf(
                "%-20s %9.3f %9.1f %9.1f%n", name, packed.data().length / samples, encode / 1e6, decode / 1e6);
    }

    private static double rate(double samples, int rounds, Runnable work) {
        var best = 0.0;
        for (var batch = 0; batch < 3; batch++) {
            var begin = System.nanoTime();
            for (var i = 0; i < rounds; i++) {
                work.run();
            }
            best = Math.max(best, samples * rounds * 1e9 / (System.nanoTime() - begin));
        }
        return best;
    }
}
