package io.pulsefleet.store.series;

/**
 * What a series did in a stretch of time.
 *
 * @param from the first moment, in microseconds since 1970
 * @param until the moment after the last
 * @param count of values; a bucket has one at least
 */
public record Bucket(long from, long until, double min, double max, double sum, double count, double last) {

    /** With what came later for the same stretch: its last value is taken for the newer one. */
    Bucket and(double otherMin, double otherMax, double otherSum, double otherCount, double otherLast) {
        return new Bucket(
                from,
                until,
                Math.min(min, otherMin),
                Math.max(max, otherMax),
                sum + otherSum,
                count + otherCount,
                otherLast);
    }
}
