package io.pulsefleet.store.history;

import io.pulsefleet.store.pack.Slice;
import io.pulsefleet.store.pack.Sums;

/**
 * What one position did in a stretch of time.
 *
 * <p>What is {@linkplain Slice#MISSING missing} is not looked at. A NaN is no number: it is not counted and does not touch
 * min, max and sum; where there were only NaNs, these are NaN and the count is 0. Infinities are numbers. Where there was
 * nothing at all, min, max, sum and last are missing. So {@code sum / count} is the mean of the numbers, and summaries of
 * two stretches add up, whichever comes first.
 *
 * @param count how many numbers
 * @param nans how many NaNs
 * @param last the newest value, be it a number or NaN
 * @param lastAt when that was, in microseconds since 1970
 */
record Summary(int count, int nans, double min, double max, double sum, double last, long lastAt) {

    static final Summary NOTHING =
            new Summary(0, 0, Slice.MISSING, Slice.MISSING, Slice.MISSING, Slice.MISSING, Long.MIN_VALUE);

    private static final long MISSING = Double.doubleToRawLongBits(Slice.MISSING);

    /** Of the rows from one (included) to another (not included); {@code at} never falls. */
    static Summary of(long[] at, double[] values, int from, int to) {
        var count = 0;
        var nans = 0;
        var min = Double.POSITIVE_INFINITY;
        var max = Double.NEGATIVE_INFINITY;
        var sum = 0.0;
        var last = -1;
        for (var row = from; row < to; row++) {
            var value = values[row];
            if (!Double.isNaN(value)) {
                count++;
                min = Math.min(min, value);
                max = Math.max(max, value);
                sum += value;
                last = row;
            } else if (Double.doubleToRawLongBits(value) != MISSING) {
                nans++;
                last = row;
            }
        }
        if (last < 0) {
            return NOTHING;
        }
        return count == 0
                ? new Summary(0, nans, Double.NaN, Double.NaN, Double.NaN, values[last], at[last])
                : new Summary(
                        count, nans, min, max, nans > 0 ? sum : Sums.sum(values, from, to), values[last], at[last]);
    }

    /** Both together. Of two newest values of one moment it is the other's. */
    Summary plus(Summary other) {
        var newer = other.lastAt >= lastAt ? other : this;
        if (count > 0 && other.count > 0) {
            return new Summary(
                    count + other.count,
                    nans + other.nans,
                    Math.min(min, other.min),
                    Math.max(max, other.max),
                    sum + other.sum,
                    newer.last,
                    newer.lastAt);
        }
        var numbers = count > 0 || other.isNothing() ? this : other;
        return new Summary(
                numbers.count, nans + other.nans, numbers.min, numbers.max, numbers.sum, newer.last, newer.lastAt);
    }

    /** How many microseconds before that moment its last value was; 0 where there was nothing. */
    long agoAt(long moment) {
        return isNothing() ? 0 : moment - lastAt;
    }

    private boolean isNothing() {
        return count + nans == 0;
    }

    /** How many values, NaNs among them. */
    int values() {
        return count + nans;
    }
}
