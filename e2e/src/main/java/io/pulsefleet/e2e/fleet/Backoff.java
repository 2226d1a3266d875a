package io.pulsefleet.e2e.fleet;

import java.time.Duration;
import java.util.SplittableRandom;

/** How long to wait after failures in a row: from half a second, twice as long each time, to a quarter of a minute; with jitter. */
record Backoff(int failures) {

    static final Backoff NONE = new Backoff(0);

    private static final long FIRST = Duration.ofMillis(500).toNanos();
    private static final long LONGEST = Duration.ofSeconds(15).toNanos();

    Backoff afterFailure() {
        return new Backoff(failures + 1);
    }

    /** @param retryAfterSeconds what the hub asked for; -1: it did not */
    long pauseNanos(int retryAfterSeconds, SplittableRandom random) {
        var own = Math.min(LONGEST, FIRST << Math.min(failures, 10));
        var pause =
                retryAfterSeconds >= 0 ? Duration.ofSeconds(retryAfterSeconds).toNanos() : own / 2;
        return pause + random.nextLong(own / 2 + 1);
    }
}
