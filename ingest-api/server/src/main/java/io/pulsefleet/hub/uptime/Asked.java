package io.pulsefleet.hub.uptime;

import io.pulsefleet.hub.http.Moments;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.hub.http.Tree;
import io.pulsefleet.hub.http.YamlText;
import io.pulsefleet.store.uptime.Incidents;
import io.pulsefleet.store.uptime.MonitorSearch.Filter;
import jakarta.ws.rs.core.MediaType;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** What callers ask for, as they write it. */
final class Asked {

    private static final int LONGEST = 200;
    private static final MediaType YAML = MediaType.valueOf(YamlText.MEDIA_TYPE);

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

    /**
     * @param monitor 0: of all
     * @throws jakarta.ws.rs.WebApplicationException 400 that names the field
     */
    static Incidents.Filter incidents(
            int monitor, String tag, String state, String open, String acknowledged, Span span) {
        return new Incidents.Filter(
                monitor == 0 ? null : List.of(monitor),
                yesOrNo("open", open),
                yesOrNo("acknowledged", acknowledged),
                plain("state", state),
                plain("tag", tag),
                span.from(),
                span.to());
    }

    static String plain(String field, String text) {
        if (text.length() > LONGEST || text.indexOf('\0') >= 0) {
            throw Problems.badField(field, "must have " + LONGEST + " characters at most");
        }
        return text;
    }

    /** @throws jakarta.ws.rs.WebApplicationException 400: it cannot be read */
    static Tree tree(Supplier<Tree> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException isNone) {
            throw Problems.badField("", isNone.getMessage());
        }
    }

    /** The parameter has its way; else what the caller takes first, JSON if it does not mind. */
    static boolean isYaml(String format, List<MediaType> accepted) {
        if (format != null && !format.equals("yaml") && !format.equals("json")) {
            throw Problems.badField("format", "must be json or yaml");
        }
        return format == null
                ? accepted.stream().findFirst().filter(YAML::equals).isPresent()
                : format.equals("yaml");
    }

    /**
     * @return null: it was not said
     * @throws jakarta.ws.rs.WebApplicationException 400 that names the field
     */
    static Boolean yesOrNo(String field, String text) {
        if (text != null && !text.equals("true") && !text.equals("false")) {
            throw Problems.badField(field, "must be true or false");
        }
        return text == null ? null : Boolean.valueOf(text);
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
