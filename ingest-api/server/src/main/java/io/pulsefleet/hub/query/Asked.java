package io.pulsefleet.hub.query;

import io.pulsefleet.hub.http.Complaints;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A question, as its parameters say it.
 *
 * @param agents ids or hostnames; {@link #ALL}: every agent
 * @param groups only agents in one of them; none: whichever
 * @param tags only agents that bear all of them
 * @param labels only series that bear them
 * @param aggregate empty: a counter's rate, a gauge's average
 * @param combine empty: as the aggregate suggests
 * @param top so many lines, those with the largest averages; empty: all
 */
record Asked(
        String metric,
        List<String> agents,
        List<String> groups,
        Map<String, String> tags,
        Map<String, String> labels,
        Span span,
        Optional<Aggregate> aggregate,
        By by,
        Optional<Combine> combine,
        Optional<Integer> top) {

    static final String ALL = "*";

    static final int MOST_TOP = 1_000;

    private static final String LABEL = "label.";
    private static final List<String> REPEATED = List.of("agent", "group", "tag");
    private static final List<String> KNOWN = List.of(
            "metric", "agent", "group", "tag", "from", "to", "step", "aggregate", "by", "combine", "top", "format");

    /** @throws jakarta.ws.rs.WebApplicationException 400 that names all parameters that are wrong */
    static Asked of(MultivaluedMap<String, String> parameters, Instant now) {
        var complaints = new Complaints();
        parameters.keySet().stream()
                .filter(name -> !KNOWN.contains(name) && !name.startsWith(LABEL))
                .sorted()
                .forEach(name -> complaints.add(name, "there is no such parameter"));
        KNOWN.stream()
                .filter(name -> !REPEATED.contains(name)
                        && parameters.getOrDefault(name, List.of()).size() > 1)
                .forEach(name -> complaints.add(name, "must be given once"));
        var metric = parameters.getFirst("metric");
        if (metric == null || metric.isBlank()) {
            complaints.add("metric", "is missing");
        }
        var agents = parameters.getOrDefault("agent", List.of());
        var groups = parameters.getOrDefault("group", List.of());
        var tags = tags(parameters.getOrDefault("tag", List.of()), complaints);
        if (agents.isEmpty() && groups.isEmpty() && !parameters.containsKey("tag")) {
            complaints.add("agent", "is missing, and so are group and tag; * stands for all");
        }
        var span = Span.read(
                parameters.getFirst("from"), parameters.getFirst("to"), parameters.getFirst("step"), now, complaints);
        var aggregate = read("aggregate", parameters, Aggregate::read, Aggregate.ALL, complaints);
        var by = read("by", parameters, By::read, By.ALL, complaints);
        var combine = read("combine", parameters, Combine::read, Combine.ALL, complaints);
        if (combine.isPresent() && by.orElse(By.SERIES).series()) {
            complaints.add("combine", "wants 'by', and not by=series");
        }
        var top = read("top", parameters, Asked::top, "from 1 to " + MOST_TOP, complaints);
        read("format", parameters, text -> one(Format.values(), text), names(Format.values()), complaints);
        complaints.end();
        return new Asked(
                metric,
                agents.isEmpty() ? List.of(ALL) : List.copyOf(agents),
                List.copyOf(groups),
                tags,
                labels(parameters),
                span.orElseThrow(),
                aggregate,
                by.orElse(By.SERIES),
                combine,
                top);
    }

    /** {@code env:prod}; a value may hold colons, a name may not. */
    static Map<String, String> tags(List<String> texts, Complaints complaints) {
        var tags = new TreeMap<String, String>();
        for (var text : texts) {
            var colon = text.indexOf(':');
            if (colon < 1) {
                complaints.add("tag", "must be as env:prod");
            } else if (!tags.getOrDefault(text.substring(0, colon), text.substring(colon + 1))
                    .equals(text.substring(colon + 1))) {
                complaints.add("tag", "'" + text.substring(0, colon) + "' can have one value only");
            } else {
                tags.put(text.substring(0, colon), text.substring(colon + 1));
            }
        }
        return tags;
    }

    private static Optional<Integer> top(String text) {
        return Optional.of(text)
                .filter(digits -> digits.matches("[0-9]{1,4}"))
                .map(Integer::valueOf)
                .filter(number -> number >= 1 && number <= MOST_TOP);
    }

    private static Map<String, String> labels(MultivaluedMap<String, String> parameters) {
        var labels = new TreeMap<String, String>();
        parameters.forEach((name, values) -> {
            if (name.startsWith(LABEL)) {
                labels.put(name.substring(LABEL.length()), values.get(0));
            }
        });
        return labels;
    }

    private static <T> Optional<T> read(
            String name,
            MultivaluedMap<String, String> parameters,
            Function<String, Optional<T>> read,
            String choices,
            Complaints complaints) {
        var text = parameters.getFirst(name);
        if (text == null) {
            return Optional.empty();
        }
        var value = read.apply(text);
        if (value.isEmpty()) {
            complaints.add(name, "must be " + choices);
        }
        return value;
    }

    static <E extends Enum<E>> Optional<E> one(E[] all, String text) {
        return Stream.of(all).filter(one -> nameOf(one).equals(text)).findFirst();
    }

    private static <E extends Enum<E>> String names(E[] all) {
        return Stream.of(all).map(Asked::nameOf).collect(Collectors.joining(", "));
    }

    private static String nameOf(Enum<?> one) {
        return one.name().toLowerCase(Locale.ROOT);
    }
}
