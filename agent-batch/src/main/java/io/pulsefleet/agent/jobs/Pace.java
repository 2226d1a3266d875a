package io.pulsefleet.agent.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How long visits take, from when they were due until they are sealed. Of several targets the slowest counts. */
final class Pace {

    /** As many before it can be said what is usual. */
    private static final int FEWEST = 10;

    /** What is usual follows the last so many. */
    private static final int MOST = 50;

    private Optional<Instant> begun = Optional.empty();
    private Optional<Double> took = Optional.empty();
    private double usual;
    private int known;

    synchronized void begun(Instant due) {
        took.ifPresent(this::remember);
        took = Optional.empty();
        begun = Optional.of(due);
    }

    private void remember(double seconds) {
        known = Math.min(known + 1, MOST);
        usual += (seconds - usual) / known;
    }

    /** Called for each target that is over; the last one counts. */
    synchronized void over(Instant now) {
        took = begun.map(due -> Math.max(0, Duration.between(due, now).toMillis()) / 1000.0);
    }

    /** Of the newest visit; empty while it goes on. */
    synchronized Optional<Double> tookSeconds() {
        return took;
    }

    /** Of those before; empty while there were too few. */
    synchronized Optional<Double> usualSeconds() {
        return known < FEWEST ? Optional.empty() : Optional.of(usual);
    }
}
