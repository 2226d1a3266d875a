package io.pulsefleet.hub.query;

import io.pulsefleet.hub.http.Moments;
import io.pulsefleet.hub.http.Problems;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/**
 * Which stretch of time a chart shows, and how finely.
 *
 * @param from the first moment, included
 * @param to the last moment, excluded
 * @param step a point stands for this much time; from its moment on
 */
record Span(Instant from, Instant to, Duration step) {

    static final int MOST_POINTS = 11_000;
    static final Duration LONGEST = Duration.ofDays(400);

    private static final Duration BY_DEFAULT = Duration.ofHours(1);
    private static final int POINTS_BY_DEFAULT = 600;

    /** Steps that people read easily; the smallest that gives no more than some 600 points is taken. */
    private static final int[] STEPS = {
        1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 21_600, 43_200, 86_400
    };

    /** @throws jakarta.ws.rs.WebApplicationException 400 that names the parameter; each text may be null */
    static Span of(String from, String to, String step, Instant now) {
        var end = to == null ? now : moment("to", to);
        var begin = from == null ? end.minus(BY_DEFAULT) : moment("from", from);
        if (!begin.isBefore(end)) {
            throw Problems.badField("from", "must be before 'to', which is " + end);
        }
        var length = Duration.between(begin, end);
        if (length.compareTo(LONGEST) > 0) {
            throw Problems.badField("from", "must be at most " + LONGEST.toDays() + " days before 'to'");
        }
        return new Span(begin, end, step == null ? stepFor(length) : stepOf(step, length));
    }

    private static Duration stepFor(Duration length) {
        for (var seconds : STEPS) {
            if (length.toSeconds() / seconds <= POINTS_BY_DEFAULT) {
                return Duration.ofSeconds(seconds);
            }
        }
        return Duration.ofDays(1);
    }

    private static Duration stepOf(String text, Duration length) {
        var step = seconds(text);
        if (step.compareTo(Duration.ofSeconds(1)) < 0) {
            throw Problems.badField("step", "must be at least 1 s");
        }
        if (length.dividedBy(step) > MOST_POINTS) {
            throw Problems.badField("step", "would give more than " + MOST_POINTS + " points; choose a longer one");
        }
        return step;
    }

    /** {@code 10}, {@code 10s}, {@code 5m}, {@code 1h} or {@code 1d}. */
    private static Duration seconds(String text) {
        try {
            var unit = text.isEmpty() ? ' ' : text.charAt(text.length() - 1);
            var factor = "smhd".indexOf(unit) < 0 ? 1 : new int[] {1, 60, 3_600, 86_400}["smhd".indexOf(unit)];
            var digits = "smhd".indexOf(unit) < 0 ? text : text.substring(0, text.length() - 1);
            return Duration.ofSeconds(Math.multiplyExact(Long.parseLong(digits), (long) factor));
        } catch (NumberFormatException | ArithmeticException unreadable) {
            throw Problems.badField("step", "must be as 30, 10s, 5m, 1h or 1d");
        }
    }

    private static Instant moment(String field, String text) {
        try {
            var moment = Instant.parse(text);
            Moments.check(field, moment);
            return moment;
        } catch (DateTimeParseException unreadable) {
            throw Problems.badField(field, "must be a moment as 2026-11-21T10:15:00Z");
        }
    }
}
