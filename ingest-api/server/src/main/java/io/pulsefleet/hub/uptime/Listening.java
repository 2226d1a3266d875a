package io.pulsefleet.hub.uptime;

import java.time.Duration;
import java.time.Instant;

/**
 * When pushes could come, and when not: from {@code broken} to {@code since} no hub ran, or none had its database. What was due
 * then is not missed, whoever should have pushed.
 */
record Listening(Instant broken, Instant since) {

    /** A look is due each second; who is away for longer may have missed a push. */
    private static final Duration NO_BREAK = Duration.ofSeconds(5);

    /** Breaks that follow each other so soon are one: a hub that is started again and again. */
    private static final Duration ONE_BREAK = Duration.ofMinutes(10);

    /** @param seen when a look was over, last; null: none ever was, and all three are null */
    static Listening at(Instant broken, Instant since, Instant seen, Instant now) {
        if (seen == null) {
            return new Listening(now, now);
        }
        if (!seen.plus(NO_BREAK).isBefore(now)) {
            return new Listening(broken, since);
        }
        return new Listening(since.plus(ONE_BREAK).isBefore(seen) ? seen : broken, now);
    }

    /**
     * When a push is due that nobody has to excuse: the same, or the first one of its rhythm that is due after the break.
     *
     * @param grace as much earlier or later it may come
     */
    Instant excused(Instant due, Duration every, Duration grace) {
        var earliest = due.minus(grace);
        if (due.plus(grace).isBefore(broken) || earliest.isAfter(since)) {
            return due;
        }
        return due.plus(every.multipliedBy(Duration.between(earliest, since).dividedBy(every) + 1));
    }
}
