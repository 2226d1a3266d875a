package io.pulsefleet.store.pack;

/**
 * Sums that pack as well as what they sum.
 *
 * <p>{@code 0.1 + 0.2} is {@code 0.30000000000000004}, a double that needs all its bits. If all values are decimals of
 * a few places, so is their sum here: they are added as whole numbers. Others are added with what each addition loses
 * kept aside (Neumaier), so that the order of adding does not show either.
 */
public final class Sums {

    private static final int MOST_PLACES = 6;

    private static final double EXACT = 1L << 53;

    private Sums() {}

    /** Of all values from one row to before another, without those that are {@link Slice#MISSING}; 0 if there are none. */
    public static double sum(double[] values, int from, int to) {
        var places = 0;
        var i = from;
        while (i < to && places <= MOST_PLACES) {
            if (isMissing(values[i]) || isDecimal(values[i], places)) {
                i++;
            } else {
                places++;
            }
        }
        return places <= MOST_PLACES ? sumOfDecimals(values, from, to, places) : sumOfAny(values, from, to);
    }

    private static double sumOfDecimals(double[] values, int from, int to, int places) {
        var sum = 0.0;
        for (var i = from; i < to; i++) {
            sum += isMissing(values[i]) ? 0 : Math.rint(values[i] * Form.ten(places));
        }
        return Math.abs(sum) < EXACT ? sum / Form.ten(places) : sumOfAny(values, from, to);
    }

    private static double sumOfAny(double[] values, int from, int to) {
        var sum = 0.0;
        var lost = 0.0;
        for (var i = from; i < to; i++) {
            if (!isMissing(values[i])) {
                var next = sum + values[i];
                lost += Math.abs(sum) >= Math.abs(values[i]) ? (sum - next) + values[i] : (values[i] - next) + sum;
                sum = next;
            }
        }
        return Double.isFinite(lost) ? sum + lost : sum;
    }

    private static boolean isDecimal(double value, int places) {
        var number = Math.rint(value * Form.ten(places));
        return Math.abs(number) < EXACT && number / Form.ten(places) == value;
    }

    private static boolean isMissing(double value) {
        return Double.doubleToRawLongBits(value) == Form.MISSING_BITS;
    }
}
