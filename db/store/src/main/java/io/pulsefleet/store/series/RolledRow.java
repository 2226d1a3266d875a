package io.pulsefleet.store.series;

import io.pulsefleet.store.pack.Slice;

/** A row of {@code rollup}, as much of it as is wanted. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record RolledRow(
        Source source,
        long part,
        long from,
        int[] count,
        double[] min,
        double[] max,
        double[] sum,
        double[] last,
        long lastAt,
        long[] lastAgo) {

    static RolledRow of(Source source, int width, Rows row) {
        var part = row.big();
        var from = row.moment();
        var count = row.numbers();
        var min = row.values(width);
        var max = row.values(width);
        var sum = row.values(width);
        var last = row.values(width);
        for (var i = 0; i < Math.min(width, count.length); i++) {
            max[i] = orElse(max[i], min[i]);
            sum[i] = orElse(sum[i], count[i] * min[i]);
            last[i] = orElse(last[i], max[i]);
        }
        return new RolledRow(source, part, from, count, min, max, sum, last, row.moment(), row.bigs(width));
    }

    /** What was left out, as it follows from what is there. */
    private static double orElse(double value, double otherwise) {
        return Double.doubleToRawLongBits(value) == Double.doubleToRawLongBits(Slice.MISSING) ? otherwise : value;
    }
}
