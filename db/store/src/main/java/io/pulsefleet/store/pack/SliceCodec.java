package io.pulsefleet.store.pack;

/**
 * Packs slices and unpacks them, to the bit. Pure: nothing is kept between calls, and any thread may call.
 *
 * <p>Whatever bytes are given to it, the answer is values or a {@link DamagedException}, in time and memory that
 * {@code count} bounds.
 */
public final class SliceCodec {

    private SliceCodec() {}

    public static PackedSlice pack(Slice slice) {
        var rows = slice.count();
        if (rows > Form.MOST_ROWS || (long) rows * slice.values().length > Form.MOST_VALUES) {
            throw new IllegalArgumentException("too large a slice: " + slice);
        }
        var times = new Out();
        var data = new Out();
        var ends = new int[slice.values().length];
        try (var writer = new ColumnWriter(rows)) {
            writer.writeTimes(slice.at(), times);
            for (var position = 0; position < ends.length; position++) {
                writer.write(slice.values()[position], data);
                ends[position] = data.size();
            }
        }
        return new PackedSlice(rows, times.toBytes(), ends, data.toBytes());
    }

    /** @throws DamagedException if these are not the bytes that were packed, as far as that can be told */
    public static Slice unpack(PackedSlice packed) {
        if ((long) packed.count() * packed.ends().length > Form.MOST_VALUES) {
            throw new DamagedException("too large a slice: " + packed);
        }
        var at = times(packed.times(), packed.count());
        var values = new double[packed.ends().length][];
        for (var position = 0; position < values.length; position++) {
            values[position] = column(packed.column(position), packed.count());
        }
        return new Slice(at, values);
    }

    /** @throws DamagedException if these are not the bytes of a column, as far as that can be told */
    public static double[] column(byte[] encoded, int count) {
        check(count);
        var in = new In(encoded, 0, encoded.length);
        var column = ColumnReader.read(in, count);
        checkEnd(in);
        return column;
    }

    /** @throws DamagedException if these are not the bytes of times, as far as that can be told */
    public static long[] times(byte[] encoded, int count) {
        check(count);
        var in = new In(encoded, 0, encoded.length);
        if (count > 0 && Form.of(in.octet()) != Form.WHOLE) {
            throw new DamagedException("no times");
        }
        var at = NumbersReader.read(in, count);
        checkEnd(in);
        return at;
    }

    private static void check(int count) {
        if (count < 0 || count > Form.MOST_ROWS) {
            throw new DamagedException(count + " visits; there are at most " + Form.MOST_ROWS);
        }
    }

    private static void checkEnd(In in) {
        if (in.left() > 0) {
            throw new DamagedException(in.left() + " bytes too many");
        }
    }
}
