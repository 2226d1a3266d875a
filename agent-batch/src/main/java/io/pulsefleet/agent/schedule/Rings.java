package io.pulsefleet.agent.schedule;

import io.pulsefleet.settings.schedule.Timetable;
import jakarta.enterprise.concurrent.LastExecution;
import jakarta.enterprise.concurrent.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;

/**
 * Wakes for the moments of a timetable, and at least once a minute: clocks are set, and servers sleep.
 *
 * <pre>
 * before its moment    --> nothing; where the clock was set back, the next one is sooner again
 * at it, or behind it  --> due; of several that are over only the last
 * </pre>
 */
final class Rings implements Trigger {

    private static final Duration LONGEST_SLEEP = Duration.ofMinutes(1);

    final Timetable timetable;
    private Optional<Instant> next;

    Rings(Timetable timetable, Instant now) {
        this.timetable = timetable;
        next = timetable.after(now);
    }

    /** The moment that is to be rung for now; empty where it has not come yet. */
    synchronized Optional<Instant> due(Instant now) {
        var due = next.filter(moment -> !moment.isAfter(now)).map(moment -> timetable.last(moment, now));
        next = timetable.after(now);
        return due;
    }

    /** Asked when a ring was rung, so rings never queue up. */
    @Override
    public Date getNextRunTime(LastExecution last, Date scheduledAt) {
        var longest = Instant.now().plus(LONGEST_SLEEP);
        return Date.from(next().filter(longest::isAfter).orElse(longest));
    }

    private synchronized Optional<Instant> next() {
        return next;
    }

    @Override
    public boolean skipRun(LastExecution last, Date scheduledFor) {
        return false;
    }
}
