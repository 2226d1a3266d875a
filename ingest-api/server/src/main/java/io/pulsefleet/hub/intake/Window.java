package io.pulsefleet.hub.intake;

import java.time.Duration;
import java.time.Instant;

/**
 * Between which moments frames are stored. A clock that is wrong must not lose what else a segment holds, nor fill
 * charts from the future; so what is beyond is left out, counted, and told to the sender.
 */
record Window(Instant from, Instant to) {

    static Window around(Instant now, Duration past, Duration future) {
        return new Window(now.minus(past), now.plus(future));
    }

    boolean holds(Instant at) {
        return !at.isBefore(from) && !at.isAfter(to);
    }
}
