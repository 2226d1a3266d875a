package io.pulsefleet.agent.collect.sql;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * What a run looks at: from its start, which belongs to it, to its end, which belongs to the next.
 *
 * <pre>
 * one long window:   |--ok--|--ok--|XXX away XXX away XXX---------ok---|
 * several:           |--ok--|--ok--|XXX away XXX away XXX--|--ok--|-ok-|   longest = |------|
 * </pre>
 */
record Window(Instant start, Instant end) {

    /** For what is asked of no window. */
    static final Window NONE = new Window(Instant.EPOCH, Instant.EPOCH);

    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /**
     * The next one; it may be empty, when the clock was set back. The first of all is as long as it was told to look back.
     *
     * @param longest empty: no matter how long
     */
    static Window next(WindowState state, Instant now, Optional<Duration> longest) {
        var start = state.nextStart();
        var end = now.truncatedTo(ChronoUnit.MILLIS);
        var limit = state.isClean() ? Optional.<Instant>empty() : longest.map(start::plus);
        return new Window(start, limit.filter(end::isAfter).orElse(end));
    }

    boolean isEmpty() {
        return !start.isBefore(end);
    }

    /** UTC, with milliseconds and {@code Z} (PA-07). */
    static String format(Instant moment) {
        return MILLIS.format(moment);
    }
}
