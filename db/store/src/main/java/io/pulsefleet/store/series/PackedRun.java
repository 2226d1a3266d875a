package io.pulsefleet.store.series;

import io.pulsefleet.store.pack.SliceCodec;
import java.util.Arrays;

/**
 * A packed slice's columns that are wanted, as they came; decoded when their series is asked for.
 *
 * @param ends where each column ends, and {@code begin} where the first begins, both counted from the slice's begin
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PackedRun(Source source, long part, int count, long[] at, int[] ends, int begin, byte[] data) {

    double[] column(int column) {
        var from = column == 0 ? 0 : ends[column - 1] - begin;
        return SliceCodec.column(Arrays.copyOfRange(data, from, ends[column] - begin), count);
    }
}
