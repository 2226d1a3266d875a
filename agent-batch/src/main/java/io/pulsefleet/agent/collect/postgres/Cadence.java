package io.pulsefleet.agent.collect.postgres;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When a part is to be asked again: at whole multiples of its interval, and less often while the server is slow.
 *
 * <pre>
 * interval --took too long--> twice as long, up to 64 times      --quick again--> half as long, down to its own
 * </pre>
 */
record Cadence(Duration every, int stretch, Optional<Instant> last) {

    private static final int MOST = 64;

    /** Longer than this is slow: it is the server's work, and not ours. */
    static final Duration SLOW = Duration.ofSeconds(1);

    static Cadence of(Duration every) {
        return new Cadence(every, 1, Optional.empty());
    }

    boolean isDue(Instant at) {
        return last.isEmpty() || slot(at) != slot(last.get());
    }

    Cadence after(Instant at, Duration took) {
        var slow = took.compareTo(SLOW) > 0;
        var next = slow ? Math.min(MOST, stretch * 2) : Math.max(1, stretch / 2);
        return new Cadence(every, next, Optional.of(at));
    }

    private long slot(Instant at) {
        return Math.floorDiv(at.toEpochMilli(), every.toMillis() * stretch);
    }
}
