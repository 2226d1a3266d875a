package io.pulsefleet.hub.databases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.hub.query.Patience;
import io.pulsefleet.store.documents.Documents;
import io.pulsefleet.store.fleet.Named;
import io.pulsefleet.store.fleet.Roster;
import io.pulsefleet.store.postgres.Server;
import io.pulsefleet.store.postgres.Servers;
import io.pulsefleet.store.postgres.Servers.Known;
import io.pulsefleet.wire.Json;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.WebApplicationException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The servers that are known, and how it is with them. */
@ApplicationScoped
public class Databases {

    /** Of what was not heard of for so long nothing is listed. */
    private static final Duration REMEMBERED = Duration.ofDays(30);

    /** What was not heard of for so long is silent. */
    private static final Duration QUIET = Duration.ofMinutes(5);

    private static final int MOST = 2_000;

    private static final String ABOUT = "postgresql.server";
    private static final String CONNECTION = "connection";

    @Inject
    Roster roster;

    @Inject
    Servers servers;

    @Inject
    Documents documents;

    /** How it is with one, the worst first. */
    public enum State {
        DOWN,
        TROUBLE,
        SILENT,
        UP;

        /** As in answers. */
        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param hubTime by which the states hold */
    @JsonNaming(SnakeCaseStrategy.class)
    public record DatabaseList(List<DatabaseView> databases, Instant hubTime) {}

    /**
     * @param state the worst: down, trouble, silent or up
     * @param up whether the last visit reached it; left out where nobody visits it
     * @param version left out where it is not known
     * @param states of its parts, those that are not well, each with its remedy
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record DatabaseView(
            UUID agent,
            String hostname,
            String target,
            String state,
            Boolean up,
            String version,
            Instant firstSeen,
            Instant lastSeen,
            List<StateView> states) {}

    /**
     * @param part connection, rights, or what is read of it
     * @param state as no_rights, no_extension
     * @param remedy what is wrong and what to do
     */
    public record StateView(String part, String state, String remedy) {}

    /** A server and whose it is. */
    record Place(Named agent, Server server) {}

    private record About(String version, List<StateView> states) {

        static final About NOTHING = new About(null, List.of());
    }

    /** Those that want attention first. */
    List<DatabaseView> all(Instant now) {
        var agents = roster.all().stream().collect(Collectors.toMap(Named::number, Function.identity()));
        var known = Patience.read(longest -> servers.since(now.minus(REMEMBERED), MOST, longest)).stream()
                .filter(one -> agents.containsKey(one.server().agent()))
                .toList();
        var about = about(known.stream().map(Known::server).toList(), now);
        return known.stream()
                .map(one -> view(
                        agents.get(one.server().agent()), one, about.getOrDefault(one.server(), About.NOTHING), now))
                .sorted(Comparator.comparing((DatabaseView view) ->
                                State.valueOf(view.state().toUpperCase(Locale.ROOT)))
                        .thenComparing(DatabaseView::hostname)
                        .thenComparing(DatabaseView::target))
                .toList();
    }

    /** @throws WebApplicationException 404 */
    DatabaseView get(UUID agent, String target, Instant now) {
        return all(now).stream()
                .filter(view -> view.agent().equals(agent) && view.target().equals(target))
                .findFirst()
                .orElseThrow(
                        () -> Problems.notFound("Agent %s has told nothing of a PostgreSQL server '%s' within %d days."
                                .formatted(agent, target, REMEMBERED.toDays())));
    }

    /** @throws WebApplicationException 404; of a server that was never told of there is just nothing */
    Place place(UUID agent, String target) {
        return roster.called(List.of(agent.toString())).stream()
                .filter(named -> named.id().equals(agent))
                .findFirst()
                .map(named -> new Place(named, new Server(named.number(), target)))
                .orElseThrow(() -> Problems.notFound("There is no agent " + agent + "."));
    }

    private Map<Server, About> about(List<Server> of, Instant now) {
        var about = new HashMap<Server, About>();
        documents
                .newest(
                        ABOUT,
                        of.stream().map(Server::agent).toList(),
                        of.stream().map(Server::target).toList(),
                        now.plus(QUIET),
                        now.minus(REMEMBERED))
                .forEach(found -> about.put(new Server(found.agent(), found.target()), read(found.body())));
        return about;
    }

    /** Whoever else sends may say it otherwise: what cannot be read is not told. */
    private static About read(byte[] body) {
        try {
            var json = Json.read(body, JsonNode.class);
            var states = new ArrayList<StateView>();
            for (var state : json.path("states")) {
                states.add(new StateView(
                        state.path("part").asText(""),
                        state.path("state").asText(""),
                        state.path("remedy").asText(null)));
            }
            return new About(json.path("version").asText(null), List.copyOf(states));
        } catch (IOException unreadable) {
            throw new IllegalStateException("A stored document is no JSON.", unreadable);
        }
    }

    private static DatabaseView view(Named agent, Known known, About about, Instant now) {
        return new DatabaseView(
                agent.id(),
                agent.hostname(),
                known.server().target(),
                state(known, about, now).text(),
                known.up(),
                about.version(),
                known.firstAt(),
                known.seenAt(),
                about.states());
    }

    private static State state(Known known, About about, Instant now) {
        if (Boolean.FALSE.equals(known.up())
                || about.states().stream().anyMatch(state -> state.part().equals(CONNECTION))) {
            return State.DOWN;
        }
        if (known.seenAt().isBefore(now.minus(QUIET))) {
            return State.SILENT;
        }
        return about.states().isEmpty() ? State.UP : State.TROUBLE;
    }
}
