package io.pulsefleet.hub.databases;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.pulsefleet.hub.access.Reach;
import io.pulsefleet.hub.query.Patience;
import io.pulsefleet.store.fleet.Named;
import io.pulsefleet.store.postgres.Correlated;
import io.pulsefleet.store.postgres.Server;
import io.pulsefleet.store.postgres.Statements;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All that bears one correlation id, wherever it was seen. */
@ApplicationScoped
public class Correlations {

    @Inject
    Correlated correlated;

    @Inject
    Statements statements;

    @Inject
    Reach reach;

    /**
     * @param events in the order of time
     * @param statements those that these ran, where the server told their queryid and text
     * @param more whether the limit left some out
     */
    public record CorrelationView(
            String id, Instant from, Instant to, List<EventView> events, List<RanView> statements, boolean more) {}

    /**
     * @param what session, lock or log; the part of this name tells it
     * @param at when it was seen first, or was written
     * @param samples how often it was seen
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record EventView(
            Instant at,
            Instant lastAt,
            long samples,
            String what,
            UUID agent,
            String hostname,
            String target,
            SessionView session,
            LockView lock,
            EntryView log) {}

    /** @param queryid a text: it has more digits than JSON's readers hold */
    public record RanView(UUID agent, String hostname, String target, String queryid, String query) {}

    CorrelationView of(String id, Instant from, Instant to, int limit) {
        var agents = reach.all().stream().collect(Collectors.toMap(Named::number, Function.identity()));
        var ran = new TreeMap<Server, Set<Long>>();
        var events = new ArrayList<EventView>();
        var sessions = Patience.read(longest -> correlated.sessions(id, from, to, limit + 1, longest));
        for (var seen : sessions) {
            var last = seen.last();
            note(ran, last.server(), last.queryId());
            events.add(event(
                    agents,
                    last.server(),
                    "session",
                    seen.firstAt(),
                    last.at(),
                    seen.samples(),
                    SessionView.of(last),
                    null,
                    null));
        }
        var locks = Patience.read(longest -> correlated.locks(id, from, to, limit + 1, longest));
        for (var waited : locks) {
            var last = waited.last();
            events.add(event(
                    agents,
                    last.server(),
                    "lock",
                    waited.firstAt(),
                    last.at(),
                    waited.samples(),
                    null,
                    LockView.of(waited.firstAt(), waited.samples(), last),
                    null));
        }
        var entries = Patience.read(longest -> correlated.entries(id, from, to, limit + 1, longest));
        for (var entry : entries) {
            note(ran, entry.server(), entry.queryId());
            events.add(
                    event(agents, entry.server(), "log", entry.at(), entry.at(), 1, null, null, EntryView.of(entry)));
        }
        events.removeIf(event -> event.agent() == null && !reach.isWholeFleet());
        ran.keySet().removeIf(server -> !agents.containsKey(server.agent()) && !reach.isWholeFleet());
        events.sort(Comparator.comparing(EventView::at));
        return new CorrelationView(
                id, from, to, events.stream().limit(limit).toList(), ran(agents, ran), events.size() > limit);
    }

    private static void note(Map<Server, Set<Long>> ran, Server server, Long queryid) {
        if (queryid != null) {
            ran.computeIfAbsent(server, none -> new TreeSet<>()).add(queryid);
        }
    }

    private List<RanView> ran(Map<Integer, Named> agents, Map<Server, Set<Long>> ran) {
        var views = new ArrayList<RanView>();
        ran.forEach((server, ids) -> Patience.read(longest -> statements.known(server, List.copyOf(ids), longest))
                .forEach(known -> views.add(new RanView(
                        idOf(agents, server),
                        hostOf(agents, server),
                        server.target(),
                        Long.toString(known.queryid()),
                        known.query()))));
        return List.copyOf(views);
    }

    private static EventView event(
            Map<Integer, Named> agents,
            Server server,
            String what,
            Instant at,
            Instant lastAt,
            long samples,
            SessionView session,
            LockView lock,
            EntryView log) {
        return new EventView(
                at,
                lastAt,
                samples,
                what,
                idOf(agents, server),
                hostOf(agents, server),
                server.target(),
                session,
                lock,
                log);
    }

    private static UUID idOf(Map<Integer, Named> agents, Server server) {
        return agents.containsKey(server.agent()) ? agents.get(server.agent()).id() : null;
    }

    private static String hostOf(Map<Integer, Named> agents, Server server) {
        return agents.containsKey(server.agent()) ? agents.get(server.agent()).hostname() : null;
    }
}
