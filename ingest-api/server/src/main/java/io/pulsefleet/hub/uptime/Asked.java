package io.pulsefleet.hub.uptime;

import io.pulsefleet.hub.http.Moments;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.store.uptime.MonitorSearch.Filter;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/** What callers ask for, as they write it. */
final class Asked {

    private static final int LONGEST = 200;

    private Asked() {}

    /** @param to not included */
    record Span(Instant from, Instant to) {}

    /** @throws jakarta.ws.rs.WebApplicationException 400 that names the field */
    static int number(String field, String text, int least, int most) {
        if (!text.matches("[0-9]{1,7}") || Integer.parseInt(text) < least || Integer.parseInt(text) > most) {
            throw Problems.badField(field, "must be from " + least + " to " + most);
        }
        return Integer.parseInt(text);
    }

    /** @throws jakarta.ws.rs.WebApplicationException 400 that names the field */
    static Filter filter(String text, String tag, String kind, String state) {
        return new Filter(plain("q", text), plain("tag", tag), plain("kind", kind), plain("state", state));
    }

    private static String plain(String field, String text) {
        if (text.length() > LONGEST || text.indexOf('\0') >= 0) {
            throw Problems.badField(field, "must have " + LONGEST + " characters at most");
        }
        return text;
    }

    /** The last day, where nothing is said. */
    static Span span(String from, String to) {
        var until = to == null ? Instant.now() : moment("to", to);
        var since = from == null ? until.minus(Duration.ofDays(1)) : moment("from", from);
        if (!since.isBefore(until)) {
            throw Problems.badField("from", "must be before 'to'");
        }
        return new Span(since, until);
    }

    private static Instant moment(String field, String text) {
        try {
            var moment = Instant.parse(text);
            Moments.check(field, moment);
            return moment;
        } catch (DateTimeException unreadable) {
            throw Problems.badField(field, "must be a moment as 2026-11-21T10:15:00Z");
        }
    }
}
