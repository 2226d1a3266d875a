package io.pulsefleet.store.series;

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
        return new RolledRow(
                source,
                row.big(),
                row.moment(),
                row.numbers(),
                row.values(width),
                row.values(width),
                row.values(width),
                row.values(width),
                row.moment(),
                row.bigs(width));
    }
}
