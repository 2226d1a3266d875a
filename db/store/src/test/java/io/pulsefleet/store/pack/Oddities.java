package io.pulsefleet.store.pack;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;

/** Columns that nobody sends by intention, but that must come back to the bit all the same. */
final class Oddities {

    private static final double[] ENDS = {
        0.0,
        -0.0,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.MIN_VALUE,
        -Double.MIN_VALUE,
        Double.MIN_NORMAL,
        Double.MAX_VALUE,
        -Double.MAX_VALUE,
        0x1p63,
        -0x1p63,
        1L << 53,
        (1L << 53) + 2,
        -(1L << 53),
        1e22,
        9.999999999999999e22,
        0.1,
        0.1 + 0.2,
        1 / 3.0,
        1e-12,
        1e-300,
        Slice.MISSING
    };

    private Oddities() {}

    static Map<String, Samples.Kind> kinds() {
        var kinds = new LinkedHashMap<String, Samples.Kind>();
        kinds.put("random bits", (random, rows, from) -> each(rows, row -> Double.longBitsToDouble(random.nextLong())));
        kinds.put("NaN payloads", (random, rows, from) -> each(rows, row -> nan(random)));
        kinds.put("subnormal", (random, rows, from) -> each(rows, row -> subnormal(random)));
        kinds.put("huge", (random, rows, from) -> each(rows, row -> 1e300 * random.nextGaussian()));
        kinds.put("ends of the range", (random, rows, from) -> each(rows, row -> ENDS[random.nextInt(ENDS.length)]));
        kinds.put("one beside another", Oddities::alternating);
        kinds.put("large whole numbers", (random, rows, from) -> each(rows, row -> (double) random.nextLong()));
        kinds.put("counter with resets", Oddities::resets);
        kinds.put("floats", (random, rows, from) -> each(rows, row -> (float) random.nextGaussian()));
        kinds.put("pages", (random, rows, from) -> each(rows, row -> 4096.0 * random.nextInt(1 << 20)));
        kinds.put("many places", (random, rows, from) -> decimals(random, rows));
        kinds.put("few distinct", (random, rows, from) -> fewDistinct(random, rows));
        kinds.put("sawtooth", (random, rows, from) -> each(rows, row -> row % 7 * 1.37e9));
        kinds.put("negative fractions", (random, rows, from) -> each(rows, row -> -random.nextInt(99) / 997.0));
        return kinds;
    }

    /** Some of the values are missing, odd, or the same as the one before. */
    static void disturb(Random random, double[] column) {
        var how = random.nextInt(8);
        var density = Math.pow(10, -3 * random.nextDouble());
        for (var row = 0; row < column.length; row++) {
            switch (how) {
                case 0 -> column[row] = random.nextDouble() < density ? Slice.MISSING : column[row];
                case 1 -> column[row] = row % 2 == 0 ? Slice.MISSING : column[row];
                case 2 -> column[row] = row / 50 % 2 == 0 ? Slice.MISSING : column[row];
                case 3 -> column[row] = random.nextDouble() < density / 10 ? nan(random) : column[row];
                case 4 -> column[row] = random.nextDouble() < density / 10 ? -0.0 : column[row];
                case 5 -> column[row] = row > 0 && random.nextDouble() > density ? column[row - 1] : column[row];
                default -> {}
            }
        }
    }

    private static double[] each(int rows, DoubleUnaryOperator value) {
        var column = new double[rows];
        Arrays.setAll(column, value::applyAsDouble);
        return column;
    }

    private static double nan(Random random) {
        var payload = random.nextLong() & 0x000f_ffff_ffff_ffffL;
        return Double.longBitsToDouble((random.nextBoolean() ? 0xfff0L : 0x7ff0L) << 48 | Math.max(1, payload));
    }

    private static double subnormal(Random random) {
        return Double.longBitsToDouble(random.nextLong() & 0x800f_ffff_ffff_ffffL);
    }

    private static double[] alternating(Random random, int rows, int from) {
        var some = ENDS[random.nextInt(ENDS.length)];
        var other = ENDS[random.nextInt(ENDS.length)];
        return each(rows, row -> row % 2 == 0 ? some : other);
    }

    private static double[] resets(Random random, int rows, int from) {
        var column = new double[rows];
        var sum = 1e15 * random.nextDouble();
        for (var row = 0; row < rows; row++) {
            sum = random.nextInt(40) == 0 ? 0 : Math.floor(sum + 1000 * random.nextDouble());
            column[row] = sum;
        }
        return column;
    }

    private static double[] decimals(Random random, int rows) {
        var ten = Math.pow(10, random.nextInt(16));
        return each(rows, row -> Math.rint(1e9 * random.nextGaussian()) / ten);
    }

    private static double[] fewDistinct(Random random, int rows) {
        var some = each(1 + random.nextInt(5), i -> random.nextGaussian());
        return each(rows, row -> some[random.nextInt(some.length)]);
    }
}
