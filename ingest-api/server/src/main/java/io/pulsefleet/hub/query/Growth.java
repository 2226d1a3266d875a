package io.pulsefleet.hub.query;

import io.pulsefleet.store.series.Bucket;
import io.pulsefleet.store.series.Micros;

/**
 * How much a series grew from one reading to the next.
 *
 * <p>(1) A counter that shows less than before began anew: what it shows now is what it has grown since. (2) Of a bucket
 * only min, max and last are known. If it shows nothing less than before, it grew from there to its max. If it does, it
 * began anew in it: it grew to its max before that, if the max is not its last, and by its last after it. A counter that
 * begins anew and comes past where it was, all in one bucket, is not seen to do so. (3) What is no counter may shrink. (4) Nothing grows from or to what is infinite: it is passed over.
 */
final class Growth {

    private final boolean counts;
    private double before = Double.NaN;
    private long beforeAt;
    private double grown;
    private double seconds;

    Growth(boolean counts) {
        this.counts = counts;
    }

    void value(long at, double value) {
        if (Double.isInfinite(value)) {
            return;
        }
        if (!Double.isNaN(before)) {
            grew(counts && value < before ? value : value - before, at);
        }
        before = value;
        beforeAt = at;
    }

    void bucket(Bucket bucket) {
        if (!Double.isFinite(bucket.last()) || (counts && !Double.isFinite(bucket.max() - bucket.min()))) {
            return;
        }
        var lastAt = bucket.lastAt();
        if (Double.isNaN(before)) {
            before = counts ? bucket.min() : bucket.last();
            beforeAt = bucket.from();
        }
        if (!counts) {
            grew(bucket.last() - before, lastAt);
            before = bucket.last();
        } else if (bucket.min() >= before) {
            grew(bucket.max() - before, lastAt);
            before = bucket.max();
        } else {
            var first = bucket.max() > bucket.last() ? Math.max(0, bucket.max() - before) : 0;
            grew(first + bucket.last(), lastAt);
            before = bucket.last();
        }
        beforeAt = lastAt;
    }

    private void grew(double by, long at) {
        grown += by;
        seconds += Math.max(0, at - beforeAt) / (double) Micros.SECOND;
    }

    /** What it grew since this was asked last. */
    double delta() {
        return grown;
    }

    /** Per second; NaN: no time went by. */
    double rate() {
        return seconds > 0 ? grown / seconds : Double.NaN;
    }

    /** Whether there was a reading, and one before it. */
    boolean isKnown() {
        return seconds > 0;
    }

    void next() {
        grown = 0;
        seconds = 0;
    }
}
