package io.pulsefleet.hub.query;

import io.pulsefleet.hub.http.Complaints;
import io.pulsefleet.hub.http.Moments;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * Which stretch of time a chart shows, and how finely.
 *
 * @param from the first moment, included
 * @param to the last moment, excluded
 * @param step a point stands for this much time; from its moment on
 */
public record Span(Instant from, Instant to, Duration step) {

    static final int MOST_POINTS = 11_000;
    static final Duration LONGEST = Duration.ofDays(400);

    private static final Duration BY_DEFAULT = Duration.ofHours(1);
    private static final int POINTS_BY_DEFAULT = 600;

    /** Steps that people read easily; the smallest that gives no more than some 600 points is taken. */
    private static final int[] STEPS = {
        1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 21_600, 43_200, 86_400
    };

    /** @throws jakarta.ws.rs.WebApplicationException 400 that names the parameters; each text may be null */
    public static Span of(String from, String to, String step, Instant now) {
        var complaints = new Complaints();
        var span = read(from, to, step, now, complaints);
        complaints.end();
        return span.orElseThrow();
    }

    /** Empty: it was complained of. */
    public static Optional<Span> read(String from, String to, String step, Instant now, Complaints complaints) {
        var end = to == null ? Optional.of(now) : moment("to", to, complaints);
        var begin = from == null ? end.map(at -> at.minus(BY_DEFAULT)) : moment("from", from, complaints);
        var wanted = step == null ? Optional.<Duration>empty() : seconds(step, complaints);
        if (end.isEmpty() || begin.isEmpty() || (step != null && wanted.isEmpty())) {
            return Optional.empty();
        }
        if (!begin.get().isBefore(end.get())) {
            complaints.add("from", "must be before 'to', which is " + end.get());
            return Optional.empty();
        }
        var length = Duration.between(begin.get(), end.get());
        if (length.compareTo(LONGEST) > 0) {
            complaints.add("from", "must be at most " + LONGEST.toDays() + " days before 'to'");
            return Optional.empty();
        }
        if (wanted.isPresent() && length.dividedBy(wanted.get()) > MOST_POINTS) {
            complaints.add("step", "would give more than " + MOST_POINTS + " points; choose a longer one");
            return Optional.empty();
        }
        return Optional.of(new Span(begin.get(), end.get(), wanted.orElseGet(() -> stepFor(length))));
    }

    Duration length() {
        return Duration.between(from, to);
    }

    /** With all of the steps that it touches. */
    Span whole() {
        var seconds = step.toSeconds();
        var first = Math.floorDiv(from.getEpochSecond(), seconds) * seconds;
        var last = Math.floorDiv(to.getEpochSecond() + (to.getNano() > 0 ? 1 : 0) + seconds - 1, seconds) * seconds;
        return new Span(Instant.ofEpochSecond(first), Instant.ofEpochSecond(last), step);
    }

    /** How many a whole one has. */
    long steps() {
        return length().dividedBy(step);
    }

    private static Duration stepFor(Duration length) {
        for (var seconds : STEPS) {
            if (length.toSeconds() / seconds <= POINTS_BY_DEFAULT) {
                return Duration.ofSeconds(seconds);
            }
        }
        return Duration.ofDays(1);
    }

    /** {@code 10}, {@code 10s}, {@code 5m}, {@code 1h} or {@code 1d}. */
    private static Optional<Duration> seconds(String text, Complaints complaints) {
        try {
            var unit = text.isEmpty() ? ' ' : text.charAt(text.length() - 1);
            var factor = "smhd".indexOf(unit) < 0 ? 1 : new int[] {1, 60, 3_600, 86_400}["smhd".indexOf(unit)];
            var digits = "smhd".indexOf(unit) < 0 ? text : text.substring(0, text.length() - 1);
            var step = Duration.ofSeconds(Math.multiplyExact(Long.parseLong(digits), (long) factor));
            if (step.compareTo(Duration.ofSeconds(1)) >= 0 && step.compareTo(LONGEST) <= 0) {
                return Optional.of(step);
            }
            complaints.add("step", "must be from 1 s to " + LONGEST.toDays() + " days");
        } catch (NumberFormatException | ArithmeticException unreadable) {
            complaints.add("step", "must be as 30, 10s, 5m, 1h or 1d");
        }
        return Optional.empty();
    }

    private static Optional<Instant> moment(String field, String text, Complaints complaints) {
        try {
            var moment = Instant.parse(text);
            if (!moment.isBefore(Moments.FIRST) && moment.isBefore(Moments.LAST)) {
                return Optional.of(moment);
            }
            complaints.add(field, "must be from " + Moments.FIRST + " and before " + Moments.LAST);
        } catch (DateTimeParseException unreadable) {
            complaints.add(field, "must be a moment as 2026-11-21T10:15:00Z");
        }
        return Optional.empty();
    }
}
