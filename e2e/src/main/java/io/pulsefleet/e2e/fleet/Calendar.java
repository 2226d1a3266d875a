package io.pulsefleet.e2e.fleet;

import java.time.Duration;
import java.time.Instant;

/**
 * Which moment a visit bears. Visits are counted from 0, and the first {@code backlog} of them lie in the past when the
 * fleet starts.
 */
public record Calendar(Instant start, Duration every, int backlog) {

    /** @param off how far the host's clock is ahead */
    Instant at(int visit, Duration off) {
        return start.plus(every.multipliedBy(visit - (long) backlog)).plus(off);
    }
}
