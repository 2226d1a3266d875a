package io.pulsefleet.hub.logs;

import io.pulsefleet.hub.http.Complaints;
import io.pulsefleet.hub.query.Span;
import io.pulsefleet.store.logs.LogFilter;
import io.pulsefleet.store.logs.LogFilter.Field;
import io.pulsefleet.store.logs.LogFilter.Name;
import io.pulsefleet.store.logs.LogSearch.Place;
import io.pulsefleet.store.logs.LogTail.Seen;
import io.pulsefleet.store.logs.Order;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What is asked of logs, as the parameters say it.
 *
 * @param agents ids or hostnames; none: every agent
 * @param filter without the agents
 */
record LogQuestion(
        List<String> agents,
        LogFilter filter,
        Span span,
        Order order,
        LogFormat format,
        int limit,
        Optional<Place> after,
        Optional<Seen> seen,
        Duration patience) {

    /** From the least to the worst; empty is where it is not known. */
    static final List<String> SEVERITIES = List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL");

    private static final List<String> FILTER =
            List.of("agent", "source", "severity", "text", "without", "regex", "field");
    private static final Set<String> REPEATED = Set.of("agent", "source", "text", "without", "field");

    private static final int MOST_TIMES = 50;
    private static final int LONGEST = 256;
    private static final int LONGEST_CURSOR = 8_000;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,7}");
    private static final Pattern PLACE = Pattern.compile("([0-9]{1,16})\\.(-1|[0-9]{1,18})");
    private static final Pattern SNAPSHOT = Pattern.compile("[0-9]{1,19}:[0-9]{1,19}:([0-9]{1,19}(,[0-9]{1,19})*)?");
    private static final String NOT = "!";

    /** Which of the routes is asked: what it knows beside the filter. */
    enum About {
        LINES("from", "to", "order", "limit", "after", "format"),
        COUNTS("from", "to", "step"),
        TAIL("limit", "cursor", "wait");

        @SuppressWarnings("ImmutableEnumChecker") // a list that cannot be changed
        private final List<String> known;

        About(String... known) {
            this.known = List.of(known);
        }
    }

    /** @throws jakarta.ws.rs.WebApplicationException 400 that names all parameters that are wrong */
    static LogQuestion of(About about, MultivaluedMap<String, String> parameters, LogFormat preferred, Instant now) {
        return new Reader(about, parameters, now).read(preferred);
    }

    /** How a place is written. */
    static String text(Place place) {
        var micros = ChronoUnit.MICROS.between(Instant.EPOCH, place.at());
        return micros + "." + place.number();
    }

    static String text(Seen seen) {
        return seen.at() + "_" + seen.snapshot();
    }

    private record Reader(About about, MultivaluedMap<String, String> parameters, Instant now, Complaints complaints) {

        Reader(About about, MultivaluedMap<String, String> parameters, Instant now) {
            this(about, parameters, now, new Complaints());
        }

        LogQuestion read(LogFormat preferred) {
            parameters.forEach(this::check);
            var filter = new LogFilter(
                    List.of(),
                    severities(),
                    all("source").stream().map(Reader::name).toList(),
                    fields(),
                    all("text"),
                    all("without"),
                    Optional.ofNullable(parameters.getFirst("regex")).filter(pattern -> !pattern.isEmpty()));
            var span = about == About.TAIL
                    ? Span.read(null, null, null, now, complaints)
                    : Span.read(one("from"), one("to"), one("step"), now, complaints);
            var format = format(preferred);
            var question = new LogQuestion(
                    all("agent"),
                    filter,
                    span.orElse(null),
                    order(),
                    format,
                    about == About.TAIL ? limit(500, 5_000) : limit(format.usual(), format.most()),
                    after(),
                    seen(),
                    Duration.ofSeconds(number("wait", 10, 0, 20)));
            complaints.end();
            return question;
        }

        private void check(String name, List<String> values) {
            if (!FILTER.contains(name) && !about.known.contains(name)) {
                complaints.add(name, "there is no such parameter");
                return;
            }
            if (REPEATED.contains(name) ? values.size() > MOST_TIMES : values.size() > 1) {
                complaints.add(
                        name, REPEATED.contains(name) ? "may be given " + MOST_TIMES + " times" : "must be given once");
            }
            var longest = name.equals("cursor") ? LONGEST_CURSOR : LONGEST;
            if (values.stream().anyMatch(value -> value.length() > longest)) {
                complaints.add(name, "must be of " + longest + " characters at most");
            }
            if (values.stream().anyMatch(value -> value.indexOf('\0') >= 0)) {
                complaints.add(name, "must not contain a NUL character");
            }
        }

        private String one(String name) {
            return parameters.getFirst(name);
        }

        /** What is empty is not asked. */
        private List<String> all(String name) {
            return parameters.getOrDefault(name, List.of()).stream()
                    .filter(value -> !value.isEmpty())
                    .toList();
        }

        private static Name name(String text) {
            return text.startsWith(NOT) ? new Name(text.substring(1), false) : new Name(text, true);
        }

        /** {@code WARN}, {@code WARN,ERROR}: at least that, or one of these; {@code unknown} is where none is known. */
        private List<String> severities() {
            var text = one("severity");
            if (text == null || text.isEmpty()) {
                return List.of();
            }
            if (SEVERITIES.contains(text)) {
                return SEVERITIES.subList(SEVERITIES.indexOf(text), SEVERITIES.size());
            }
            var chosen = new LinkedHashSet<String>();
            for (var word : text.split(",", -1)) {
                if (!word.equals("unknown") && !SEVERITIES.contains(word)) {
                    complaints.add(
                            "severity",
                            "must be one of " + String.join(", ", SEVERITIES)
                                    + ", for lines that are at least so bad; or some of them and unknown, with commas");
                    return List.of();
                }
                chosen.add(word.equals("unknown") ? "" : word);
            }
            return List.copyOf(chosen);
        }

        private List<Field> fields() {
            var fields = new ArrayList<Field>();
            for (var text : all("field")) {
                var wanted = !text.startsWith(NOT);
                var plain = wanted ? text : text.substring(1);
                var colon = plain.indexOf(':');
                if (colon < 1) {
                    complaints.add("field", "must be as user:root, or !user:root for those that are others");
                    return fields;
                }
                fields.add(new Field(plain.substring(0, colon), plain.substring(colon + 1), wanted));
            }
            return fields;
        }

        private Order order() {
            return switch (one("order") == null ? "newest" : one("order")) {
                case "newest" -> Order.NEWEST_FIRST;
                case "oldest" -> Order.OLDEST_FIRST;
                default -> {
                    complaints.add("order", "must be newest or oldest");
                    yield Order.NEWEST_FIRST;
                }
            };
        }

        private LogFormat format(LogFormat preferred) {
            return one("format") == null
                    ? preferred
                    : LogFormat.called(one("format")).orElseGet(() -> {
                        complaints.add("format", "must be json, ndjson, csv or text");
                        return preferred;
                    });
        }

        private int limit(int usual, int most) {
            return number("limit", usual, 1, most);
        }

        private int number(String name, int usual, int least, int most) {
            var text = one(name);
            if (text == null) {
                return usual;
            }
            if (NUMBER.matcher(text).matches() && Integer.parseInt(text) >= least && Integer.parseInt(text) <= most) {
                return Integer.parseInt(text);
            }
            complaints.add(name, "must be from " + least + " to " + most);
            return usual;
        }

        private Optional<Place> after() {
            var text = one("after");
            if (text == null) {
                return Optional.empty();
            }
            var place = PLACE.matcher(text);
            if (!place.matches()) {
                complaints.add("after", "must be what an answer gave as 'next', or the id of a line");
                return Optional.empty();
            }
            var micros = Long.parseLong(place.group(1));
            return Optional.of(new Place(
                    Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1_000),
                    Long.parseLong(place.group(2))));
        }

        private Optional<Seen> seen() {
            var text = one("cursor");
            if (text == null) {
                return Optional.empty();
            }
            var at = text.indexOf('_');
            try {
                if (at > 0 && SNAPSHOT.matcher(text.substring(at + 1)).matches()) {
                    return Optional.of(new Seen(Instant.parse(text.substring(0, at)), text.substring(at + 1)));
                }
            } catch (DateTimeParseException unreadable) {
                complaints.add("cursor", "has no moment");
                return Optional.empty();
            }
            complaints.add("cursor", "must be what the answer before gave as 'cursor'");
            return Optional.empty();
        }
    }
}
