package io.pulsefleet.agent.schedule;

import jakarta.enterprise.concurrent.LastExecution;
import jakarta.enterprise.concurrent.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

/**
 * The moments of visits: whole multiples of the interval since the epoch, so that the frames of all hosts align. Every
 * 10 s is {@code :00 :10 :20}.
 */
record Grid(Duration every) implements Trigger {

    /** The first moment after this one. */
    Instant after(Instant moment) {
        return last(moment).plus(every);
    }

    /** The last moment that is not after this one. */
    Instant last(Instant moment) {
        var millis = every.toMillis();
        return Instant.ofEpochMilli(Math.floorDiv(moment.toEpochMilli(), millis) * millis);
    }

    /** Asked when a ring was rung, so rings never queue up. */
    @Override
    public Date getNextRunTime(LastExecution last, Date scheduledAt) {
        return Date.from(after(Instant.now()));
    }

    @Override
    public boolean skipRun(LastExecution last, Date scheduledFor) {
        return false;
    }
}
