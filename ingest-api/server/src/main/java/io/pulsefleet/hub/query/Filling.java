package io.pulsefleet.hub.query;

import io.pulsefleet.store.series.Drift.Moved;
import java.time.Duration;
import java.util.Optional;

/**
 * How full a file system is, and when it will be full if it goes on so: a straight line through now and some hours before.
 *
 * @param used share from 0 to 1
 * @param until until it is full; empty: it does not fill, or not within a year, or too little is known of it
 */
record Filling(double used, Optional<Duration> until) {

    private static final Duration A_YEAR = Duration.ofDays(365);

    /** In a shorter time a line goes anywhere. */
    private static final Duration LEAST = Duration.ofHours(3);

    /** So much of it is the rounding of a large file system's blocks. */
    private static final double LEAST_GROWTH = 0.0005;

    static Filling of(Moved moved) {
        return new Filling(moved.value(), until(moved));
    }

    private static Optional<Duration> until(Moved moved) {
        if (moved.before() == null || moved.beforeAt().plus(LEAST).isAfter(moved.at())) {
            return Optional.empty();
        }
        var growth = moved.value() - moved.before();
        if (growth < LEAST_GROWTH) {
            return Optional.empty();
        }
        var seconds = (1 - moved.value())
                / growth
                * Duration.between(moved.beforeAt(), moved.at()).toSeconds();
        return seconds > A_YEAR.toSeconds()
                ? Optional.empty()
                : Optional.of(Duration.ofSeconds((long) Math.max(0, seconds)));
    }
}
