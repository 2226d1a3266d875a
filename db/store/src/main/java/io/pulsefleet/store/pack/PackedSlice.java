package io.pulsefleet.store.pack;

import java.util.Arrays;

/**
 * A slice as it lies in the database.
 *
 * @param count how many visits
 * @param ends where each position's column ends in {@code data}; it begins where the one before ends
 */
@SuppressWarnings("ArrayRecordComponent") // goes straight into a row; nobody copies it, and equals looks into it
public record PackedSlice(int count, byte[] times, int[] ends, byte[] data) {

    /** One position's column, by itself. */
    public byte[] column(int position) {
        var from = position == 0 ? 0 : ends[position - 1];
        if (from < 0 || ends[position] < from || ends[position] > data.length) {
            throw new DamagedException("column " + position + " lies from " + from + " to " + ends[position]);
        }
        return Arrays.copyOfRange(data, from, ends[position]);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PackedSlice packed
                && count == packed.count
                && Arrays.equals(times, packed.times)
                && Arrays.equals(ends, packed.ends)
                && Arrays.equals(data, packed.data);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(times) + Arrays.hashCode(data);
    }

    @Override
    public String toString() {
        return count + " visits of " + ends.length + " positions in " + (times.length + data.length) + " bytes";
    }
}
