package io.pulsefleet.store.pack;

import java.util.Arrays;

/**
 * Visits of one set in the order of time.
 *
 * @param at microseconds since 1970, never falling
 * @param values {@code values[position][row]}; {@link #MISSING} where a visit had none. Two slices are equal if their
 *     values are the same to the bit.
 */
@SuppressWarnings("ArrayRecordComponent") // millions of values: nobody copies them, and equals looks into them
public record Slice(long[] at, double[][] values) {

    /** A value that a visit did not have. A NaN that was measured is another one. */
    public static final double MISSING = Double.longBitsToDouble(Form.MISSING_BITS);

    public Slice {
        for (var column : values) {
            if (column.length != at.length) {
                throw new IllegalArgumentException(column.length + " values for " + at.length + " visits");
            }
        }
    }

    public int count() {
        return at.length;
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof Slice slice) || !Arrays.equals(at, slice.at) || values.length != slice.values.length) {
            return false;
        }
        for (var position = 0; position < values.length; position++) {
            if (!sameBits(values[position], slice.values[position])) {
                return false;
            }
        }
        return true;
    }

    /** {@link Arrays#equals(double[], double[])} takes all NaNs for one. */
    private static boolean sameBits(double[] some, double[] others) {
        if (some.length != others.length) {
            return false;
        }
        for (var row = 0; row < some.length; row++) {
            if (Double.doubleToRawLongBits(some[row]) != Double.doubleToRawLongBits(others[row])) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(at) + values.length;
    }

    @Override
    public String toString() {
        return at.length + " visits of " + values.length + " positions";
    }
}
