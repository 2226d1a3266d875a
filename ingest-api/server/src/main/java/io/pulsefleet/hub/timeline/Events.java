package io.pulsefleet.hub.timeline;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.pulsefleet.hub.access.Reach;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.hub.query.Patience;
import io.pulsefleet.store.events.HostEvents;
import io.pulsefleet.store.events.HostEvents.Event;
import io.pulsefleet.store.events.HostEvents.Filter;
import io.pulsefleet.store.events.HostEvents.Tally;
import io.pulsefleet.store.fleet.Named;
import io.pulsefleet.wire.Json;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** What happened on hosts. */
@ApplicationScoped
public class Events {

    private static final int MOST_MARKS = 20_000;

    @Inject
    HostEvents events;

    @Inject
    Reach reach;

    /**
     * The newest first.
     *
     * @param next the cursor of those behind; left out: there are none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record EventList(Instant from, Instant to, List<EventView> events, String next) {}

    /**
     * @param target whom the collector visited, {@code hub} for what the hub saw
     * @param cut true: a text was longer than is kept
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record EventView(
            Instant at,
            UUID agent,
            String hostname,
            String target,
            String type,
            String severity,
            String subject,
            String from,
            String to,
            String message,
            Map<String, String> fields,
            Boolean cut) {}

    /**
     * @param types how many there are of each
     * @param marks in the order of time
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record CountsView(
            Instant from, Instant to, long stepSeconds, Map<String, Long> types, List<MarkView> marks) {}

    /**
     * Those of one type in one step.
     *
     * @param severity the gravest
     * @param messages of the newest three
     */
    public record MarkView(
            Instant at, String type, String severity, long count, Instant first, Instant last, List<String> messages) {}

    EventList list(Wanted wanted) {
        var agents = agents(wanted);
        var span = wanted.span();
        var filter = filter(wanted, agents);
        var found = Patience.read(
                longest -> events.read(span.from(), span.to(), filter, wanted.behind(), wanted.limit() + 1, longest));
        var shown = found.stream().limit(wanted.limit()).toList();
        var next = found.size() > shown.size()
                ? Wanted.cursor(shown.get(shown.size() - 1).place())
                : null;
        return new EventList(
                span.from(),
                span.to(),
                shown.stream().map(event -> view(event, agents)).toList(),
                next);
    }

    CountsView counts(Wanted wanted) {
        var filter = filter(wanted, agents(wanted));
        var span = wanted.span();
        var tallies = Patience.read(
                longest -> events.tallies(span.from(), span.to(), filter, span.step(), MOST_MARKS, longest));
        if (tallies.size() == MOST_MARKS) {
            throw Problems.tooMuch("There is more than can be drawn. Choose a longer step or a shorter span.");
        }
        var types = new TreeMap<String, Long>();
        tallies.forEach(tally -> types.merge(tally.type(), tally.count(), Long::sum));
        return new CountsView(
                span.from(),
                span.to(),
                span.step().toSeconds(),
                types,
                tallies.stream().map(Events::view).toList());
    }

    /** By number: those that were named, or all. */
    private Map<Integer, Named> agents(Wanted wanted) {
        var found = wanted.agents().isEmpty() ? reach.all() : reach.called(wanted.agents());
        for (var name : wanted.agents()) {
            if (found.stream().noneMatch(one -> isCalled(one, name))) {
                throw Problems.notFound("There is no agent " + name + ".");
            }
        }
        var agents = new HashMap<Integer, Named>();
        found.forEach(one -> agents.put(one.number(), one));
        return agents;
    }

    private static boolean isCalled(Named agent, String name) {
        return agent.hostname().equals(name) || agent.id().toString().equals(name.toLowerCase(Locale.ROOT));
    }

    private Filter filter(Wanted wanted, Map<Integer, Named> agents) {
        return new Filter(
                wanted.agents().isEmpty() ? reach.numbersOrNoneForAll() : agents.keySet(),
                wanted.types(),
                wanted.severities(),
                wanted.subject(),
                wanted.text());
    }

    private static EventView view(Event event, Map<Integer, Named> agents) {
        var agent = agents.get(event.agent());
        return new EventView(
                event.place().at(),
                agent == null ? null : agent.id(),
                agent == null ? null : agent.hostname(),
                event.target(),
                event.type(),
                event.severity(),
                event.subject(),
                event.was(),
                event.became(),
                event.message(),
                fields(event.fields()),
                event.cut() ? true : null);
    }

    private static Map<String, String> fields(String json) {
        try {
            var fields = new TreeMap<String, String>();
            Json.read(json.getBytes(StandardCharsets.UTF_8), JsonNode.class)
                    .properties()
                    .forEach(
                            field -> fields.put(field.getKey(), field.getValue().asText()));
            return fields;
        } catch (IOException unreadable) {
            throw new IllegalStateException("A stored event's fields are no JSON.", unreadable);
        }
    }

    private static MarkView view(Tally tally) {
        return new MarkView(
                tally.step(),
                tally.type(),
                tally.severity(),
                tally.count(),
                tally.first(),
                tally.last(),
                tally.messages());
    }
}
