package io.pulsefleet.agent.fleet;

import java.time.Duration;
import java.time.Instant;

/** How far this host's clock is ahead of the hub's; negative: behind. */
final class ClockOffset {

    static final Duration TOLERABLE = Duration.ofSeconds(5);

    private ClockOffset() {}

    /** The hub looked at its clock about halfway between our asking and its answer's arrival. */
    static Duration measured(Instant askedAt, Duration roundTrip, Instant hubTime) {
        return Duration.between(hubTime, askedAt.plus(roundTrip.dividedBy(2)));
    }

    static boolean isTolerable(Duration offset) {
        return offset.abs().compareTo(TOLERABLE) <= 0;
    }

    /** For people: {@code 7.2 s ahead of the hub's}. */
    static String inWords(Duration offset) {
        return "%.1f s %s the hub's"
                .formatted(offset.abs().toMillis() / 1000.0, offset.isNegative() ? "behind" : "ahead of");
    }
}
