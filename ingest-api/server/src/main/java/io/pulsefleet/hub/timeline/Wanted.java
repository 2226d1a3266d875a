package io.pulsefleet.hub.timeline;

import io.pulsefleet.hub.http.Complaints;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.hub.query.Span;
import io.pulsefleet.store.events.HostEvents.Place;
import io.pulsefleet.wire.HostEventType.Severity;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which events are asked for, as the parameters say it.
 *
 * @param agents ids or hostnames; none: of all
 * @param types globs; none: of any
 */
record Wanted(
        List<String> agents,
        List<String> types,
        List<String> severities,
        String subject,
        String text,
        Span span,
        Optional<Place> behind,
        int limit) {

    static final int USUAL = 200;
    static final int MOST = 2_000;

    private static final List<String> REPEATED = List.of("agent", "type", "severity");
    private static final List<String> ONCE = List.of("subject", "text", "from", "to", "step", "cursor", "limit");
    private static final Pattern GLOB = Pattern.compile("[\\w.*-]{1,100}");
    private static final Pattern CURSOR = Pattern.compile("(\\d{1,17})-(\\d{1,18})");
    private static final int MOST_NAMES = 50;
    private static final int LONGEST = 256;

    /** Of this agent alone. */
    static Wanted of(UUID agent, MultivaluedMap<String, String> parameters, Instant now) {
        if (parameters.containsKey("agent")) {
            throw Problems.badField("agent", "is named by the address already");
        }
        var all = new MultivaluedHashMap<String, String>(parameters);
        all.add("agent", agent.toString());
        return of(all, now);
    }

    /** @throws jakarta.ws.rs.WebApplicationException 400 that names what is wrong */
    static Wanted of(MultivaluedMap<String, String> parameters, Instant now) {
        var complaints = new Complaints();
        parameters.forEach((name, values) -> {
            if (!REPEATED.contains(name) && !ONCE.contains(name)) {
                complaints.add(name, "there is no such parameter");
            } else if (ONCE.contains(name) && values.size() > 1) {
                complaints.add(name, "must be given once");
            } else if (values.size() > MOST_NAMES) {
                complaints.add(name, "must be given " + MOST_NAMES + " times at most");
            } else if (values.stream().anyMatch(value -> value.length() > LONGEST)) {
                complaints.add(name, "must be of " + LONGEST + " characters at most");
            }
        });
        var types = parameters.getOrDefault("type", List.of());
        if (!types.stream().allMatch(type -> GLOB.matcher(type).matches())) {
            complaints.add("type", "must be as login.failed or login.*");
        }
        var severities = parameters.getOrDefault("severity", List.of());
        var known = Stream.of(Severity.values()).map(Severity::toString).toList();
        if (!known.containsAll(severities)) {
            complaints.add("severity", "must be one of " + String.join(", ", known));
        }
        complaints.end();
        return new Wanted(
                parameters.getOrDefault("agent", List.of()),
                types,
                severities,
                text(parameters, "subject"),
                text(parameters, "text"),
                Span.of(parameters.getFirst("from"), parameters.getFirst("to"), parameters.getFirst("step"), now),
                behind(parameters.getFirst("cursor")),
                limit(parameters.getFirst("limit")));
    }

    private static String text(MultivaluedMap<String, String> parameters, String name) {
        var text = parameters.getFirst(name);
        return text == null ? "" : text;
    }

    private static Optional<Place> behind(String cursor) {
        if (cursor == null) {
            return Optional.empty();
        }
        var match = CURSOR.matcher(cursor);
        if (!match.matches()) {
            throw Problems.badField("cursor", "must be one that an answer gave as 'next'");
        }
        return Optional.of(new Place(
                Instant.EPOCH.plus(Long.parseLong(match.group(1)), ChronoUnit.MICROS), Long.parseLong(match.group(2))));
    }

    static String cursor(Place place) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, place.at()) + "-" + place.id();
    }

    private static int limit(String text) {
        if (text == null) {
            return USUAL;
        }
        if (!text.matches("[0-9]{1,4}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MOST) {
            throw Problems.badField("limit", "must be from 1 to " + MOST);
        }
        return Integer.parseInt(text);
    }
}
