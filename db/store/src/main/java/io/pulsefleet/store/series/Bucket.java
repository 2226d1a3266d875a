package io.pulsefleet.store.series;

/**
 * What a series did in a stretch of time.
 *
 * @param from the first moment, in microseconds since 1970
 * @param until the moment after the last
 * @param count of values; a bucket has one at least
 * @param lastAt when its last value was, in microseconds since 1970
 */
public record Bucket(
        long from, long until, double min, double max, double sum, double count, double last, long lastAt) {

    /** With what came later for the same stretch; of two last values of one moment it is the other's. */
    Bucket and(Bucket other) {
        return new Bucket(
                from,
                until,
                Math.min(min, other.min),
                Math.max(max, other.max),
                sum + other.sum,
                count + other.count,
                other.lastAt >= lastAt ? other.last : last,
                Math.max(lastAt, other.lastAt));
    }

    /** With a value that came later for the same stretch; NaN is no number, but it may be the last value. */
    Bucket and(long at, double value) {
        return Double.isNaN(value)
                ? new Bucket(from, until, min, max, sum, count, at >= lastAt ? value : last, Math.max(lastAt, at))
                : and(new Bucket(from, until, value, value, value, 1, value, at));
    }
}
