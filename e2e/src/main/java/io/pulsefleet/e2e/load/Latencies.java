package io.pulsefleet.e2e.load;

import java.util.concurrent.atomic.AtomicLongArray;

/** How long things took, to 3 %, from a microsecond up. Filled by any thread. */
public final class Latencies {

    private static final int STEPS = 32; // of each power of two
    private static final int LOG_STEPS = 5;

    private final AtomicLongArray counts = new AtomicLongArray(40 * STEPS);

    public void add(long nanos) {
        counts.incrementAndGet(bucket(Math.max(0, nanos / 1_000)));
    }

    public long count() {
        long count = 0;
        for (int i = 0; i < counts.length(); i++) {
            count += counts.get(i);
        }
        return count;
    }

    /** In milliseconds; 0 when there was nothing. */
    public double millis(double percentile) {
        var rank = Math.max(1, (long) Math.ceil(count() * percentile / 100));
        long seen = 0;
        for (int i = 0; i < counts.length(); i++) {
            seen += counts.get(i);
            if (seen >= rank) {
                return micros(i) / 1e3;
            }
        }
        return 0;
    }

    public double largestMillis() {
        return millis(100);
    }

    public void clear() {
        for (int i = 0; i < counts.length(); i++) {
            counts.set(i, 0);
        }
    }

    private int bucket(long micros) {
        if (micros < STEPS) {
            return (int) micros;
        }
        var power = 63 - Long.numberOfLeadingZeros(micros) - LOG_STEPS;
        return (int) Math.min(counts.length() - 1, (long) power * STEPS + (micros >> power));
    }

    /** The middle of the bucket. */
    private static double micros(int bucket) {
        if (bucket < STEPS * 2) {
            return bucket;
        }
        var power = bucket / STEPS - 1;
        return Math.scalb(bucket - power * STEPS + 0.5, power);
    }
}
