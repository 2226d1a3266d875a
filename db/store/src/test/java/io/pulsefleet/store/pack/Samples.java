package io.pulsefleet.store.pack;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/**
 * Columns as a fleet yields them: what agents of hosts and databases measure every 10 s, in the shares in which they
 * measure it.
 */
final class Samples {

    /** 2026-11-21 00:00 UTC. */
    static final long BEGIN = 1_795_219_200_000_000L;

    static final long STEP = 10_000_000L;

    interface Kind {
        /** @param from the first row's place in its day, in seconds */
        double[] column(Random random, int rows, int from);
    }

    private Samples() {}

    /** How many of a hundred columns are of each kind. */
    static Map<String, Integer> shares() {
        var shares = new LinkedHashMap<String, Integer>();
        shares.put("constant", 50);
        shares.put("busy counter", 50);
        shares.put("integer gauge", 34);
        shares.put("two-decimal gauge", 25);
        shares.put("full double", 16);
        shares.put("slow counter", 14);
        shares.put("rare gauge", 5);
        shares.put("utilization", 6);
        return shares;
    }

    static Map<String, Kind> kinds() {
        var kinds = new LinkedHashMap<String, Kind>();
        kinds.put("constant", (random, rows, from) -> constant(random, rows));
        kinds.put("busy counter", Samples::busyCounter);
        kinds.put("integer gauge", (random, rows, from) -> integerGauge(random, rows));
        kinds.put("two-decimal gauge", (random, rows, from) -> decimalGauge(random, rows));
        kinds.put("full double", (random, rows, from) -> fullDouble(random, rows, from));
        kinds.put("slow counter", (random, rows, from) -> slowCounter(random, rows));
        kinds.put("rare gauge", (random, rows, from) -> rareGauge(random, rows));
        kinds.put("utilization", (random, rows, from) -> utilization(random, rows));
        kinds.put("share of ticks", (random, rows, from) -> share(random, rows));
        kinds.put("share of bytes", (random, rows, from) -> fill(random, rows));
        kinds.put("cycle", (random, rows, from) -> cycle(random, rows));
        kinds.put("noise", (random, rows, from) -> noise(random, rows));
        return kinds;
    }

    static long[] regular(int rows, long from) {
        var at = new long[rows];
        for (var i = 0; i < rows; i++) {
            at[i] = BEGIN + from * 1_000_000 + i * STEP;
        }
        return at;
    }

    private static double[] constant(Random random, int rows) {
        var column = new double[rows];
        var value = random.nextInt(3) == 0 ? 0 : Math.floor(Math.pow(10, 10 * random.nextDouble()));
        Arrays.fill(column, value);
        return column;
    }

    private static double load(int second) {
        return 1 + 0.6 * Math.sin(2 * Math.PI * (second - 30_000) / 86_400.0);
    }

    /** Of 10 to a thousand million in ten seconds; much counted comes in bursts, and so varies more than by chance. */
    private static double[] busyCounter(Random random, int rows, int from) {
        var column = new double[rows];
        var rate = Math.pow(10, 1 + 8 * random.nextDouble());
        var burst = rate > 1e5 ? 0.02 + 0.1 * random.nextDouble() : 0;
        var sum = Math.floor(rate * 1e4 * random.nextDouble());
        for (var i = 0; i < rows; i++) {
            var mean = rate * load(from + 10 * i);
            sum += poisson(random, mean * Math.max(0.1, 1 + burst * random.nextGaussian()));
            column[i] = sum;
        }
        return column;
    }

    static double poisson(Random random, double mean) {
        if (mean > 50) {
            return Math.max(0, Math.rint(mean + Math.sqrt(mean) * random.nextGaussian()));
        }
        var limit = Math.exp(-mean);
        var product = random.nextDouble();
        var count = 0;
        while (product > limit) {
            product *= random.nextDouble();
            count++;
        }
        return count;
    }

    private static double[] integerGauge(Random random, int rows) {
        var column = new double[rows];
        var step = Math.pow(10, 3 * random.nextDouble());
        var value = 1000 * step;
        for (var i = 0; i < rows; i++) {
            value = Math.max(0, value + step * random.nextGaussian());
            column[i] = Math.rint(value);
        }
        return column;
    }

    private static double[] decimalGauge(Random random, int rows) {
        var column = new double[rows];
        var step = 0.05 + 2 * random.nextDouble();
        var value = 50.0;
        for (var i = 0; i < rows; i++) {
            value = Math.min(100, Math.max(0, value + step * random.nextGaussian()));
            column[i] = Math.rint(value * 100) / 100;
        }
        return column;
    }

    /** A quotient of two busy numbers, as hits by all or milliseconds by calls. */
    private static double[] fullDouble(Random random, int rows, int from) {
        var column = new double[rows];
        var rate = Math.pow(10, 2 + 4 * random.nextDouble());
        var share = 0.05 + 0.9 * random.nextDouble();
        for (var i = 0; i < rows; i++) {
            var all = Math.max(1, poisson(random, rate * load(from + 10 * i)));
            column[i] = Math.min(all, poisson(random, all * share)) / all;
        }
        return column;
    }

    private static double[] slowCounter(Random random, int rows) {
        var column = new double[rows];
        var mean = Math.pow(10, -2 + 2.3 * random.nextDouble());
        var sum = (double) random.nextInt(100_000);
        for (var i = 0; i < rows; i++) {
            sum += poisson(random, mean);
            column[i] = sum;
        }
        return column;
    }

    private static double[] rareGauge(Random random, int rows) {
        var column = new double[rows];
        var chance = 0.002 + 0.03 * random.nextDouble();
        var value = (double) random.nextInt(1000);
        for (var i = 0; i < rows; i++) {
            if (random.nextDouble() < chance) {
                value = Math.max(0, value + random.nextInt(21) - 10);
            }
            column[i] = value;
        }
        return column;
    }

    private static double[] utilization(Random random, int rows) {
        var column = new double[rows];
        var level = 0.1 + 0.5 * random.nextDouble();
        var spread = 0.002 + 0.03 * random.nextDouble();
        for (var i = 0; i < rows; i++) {
            level = Math.min(0.95, Math.max(0.01, level + 0.1 * spread * random.nextGaussian()));
            column[i] = Math.rint(Math.min(1, Math.max(0, level + spread * random.nextGaussian())) * 1e4) / 1e4;
        }
        return column;
    }

    /** Of ticks of ten milliseconds on some processors. */
    private static double[] share(Random random, int rows) {
        var column = new double[rows];
        var ticks = 1000 << random.nextInt(5);
        var level = 0.1 + 0.5 * random.nextDouble();
        for (var i = 0; i < rows; i++) {
            var all = ticks + random.nextInt(7) - 3;
            column[i] = Math.min(all, poisson(random, all * level)) / all;
        }
        return column;
    }

    /** Of pages of a file system. */
    private static double[] fill(Random random, int rows) {
        var column = new double[rows];
        var size = 4096.0 * (1_000_000 + random.nextInt(50_000_000));
        var used = Math.rint(size / 4096 * (0.2 + 0.6 * random.nextDouble()));
        for (var i = 0; i < rows; i++) {
            used += Math.rint(500 * random.nextGaussian());
            column[i] = used * 4096 / size;
        }
        return column;
    }

    /** The same few values over and over, as something that is tested in turn. */
    private static double[] cycle(Random random, int rows) {
        var values = random.doubles(5 + random.nextInt(20)).toArray();
        var column = new double[rows];
        Arrays.setAll(column, row -> values[row % values.length]);
        return column;
    }

    private static double[] noise(Random random, int rows) {
        var column = new double[rows];
        for (var i = 0; i < rows; i++) {
            column[i] = 0.5 + 0.1 * random.nextGaussian();
        }
        return column;
    }
}
