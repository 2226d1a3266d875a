package io.pulsefleet.hub.databases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.pulsefleet.hub.access.Reach;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.hub.query.Patience;
import io.pulsefleet.hub.targets.TargetBook;
import io.pulsefleet.hub.targets.TargetView;
import io.pulsefleet.store.documents.Documents;
import io.pulsefleet.store.fleet.Named;
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
import java.util.stream.Stream;

/** The servers that are known, and how it is with them. */
@ApplicationScoped
public class Databases {

    /** Of what was not heard of for so long nothing is listed. */
    private static final Duration REMEMBERED = Duration.ofDays(30);

    /** What was not heard of for so long is silent. */
    private static final Duration QUIET = Duration.ofMinutes(5);

    /** Meanwhile it may still be told of one that was removed. */
    private static final Duration UNTIL_ITS_AGENT_HEARS = Duration.ofMinutes(1);

    private static final int MOST = 2_000;

    private static final String ABOUT = "postgresql.server";
    private static final String CONNECTION = "connection";

    @Inject
    Reach reach;

    @Inject
    Servers servers;

    @Inject
    Documents documents;

    @Inject
    TargetBook targets;

    /** How it is with one, the worst first. */
    public enum State {
        DOWN,
        TROUBLE,
        SILENT,
        /** It is to be watched, and nothing was told of it yet. */
        WAITING,
        /** It is asked the user's own queries, or its log is read, and no more. */
        NOT_VISITED,
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
     * @param state the worst: down, trouble, silent, waiting, not_visited or up
     * @param up whether the last visit reached it; left out where nobody visits it
     * @param version left out where it is not known
     * @param states of its parts, those that are not well, each with its remedy
     * @param settings where the hub says that it is watched; left out where its agent does
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
            List<StateView> states,
            TargetView settings) {}

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

    /** What an agent calls one. */
    private record Name(UUID agent, String target) {}

    /** Those that want attention first; without those that were removed and of which nothing was told since. */
    public List<DatabaseView> all(Instant now) {
        var removed = new HashMap<Name, Instant>();
        targets.removed().forEach(one -> removed.merge(new Name(one.agent(), one.name()), one.at(), Databases::later));
        return everything(now).stream()
                .filter(view -> view.settings() != null || !isOver(view, removed))
                .toList();
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static boolean isOver(DatabaseView view, Map<Name, Instant> removed) {
        var at = removed.get(new Name(view.agent(), view.target()));
        return at != null && view.lastSeen().isBefore(at.plus(UNTIL_ITS_AGENT_HEARS));
    }

    private List<DatabaseView> everything(Instant now) {
        var agents = reach.all().stream().collect(Collectors.toMap(Named::number, Function.identity()));
        var settings = targets.all().stream()
                .collect(Collectors.toMap(target -> new Name(target.agent(), target.name()), Function.identity()));
        var known = Patience.read(longest -> servers.since(now.minus(REMEMBERED), MOST, longest)).stream()
                .filter(one -> agents.containsKey(one.server().agent()))
                .toList();
        var about = about(known.stream().map(Known::server).toList(), now);
        var told = known.stream()
                .map(one -> view(
                        agents.get(one.server().agent()),
                        one,
                        about.getOrDefault(one.server(), About.NOTHING),
                        now,
                        settings))
                .toList();
        told.forEach(view -> settings.remove(new Name(view.agent(), view.target())));
        var hostnames = agents.values().stream().collect(Collectors.toMap(Named::id, Named::hostname));
        return Stream.concat(told.stream(), settings.values().stream().map(target -> untold(target, hostnames)))
                .sorted(Comparator.comparing((DatabaseView view) ->
                                State.valueOf(view.state().toUpperCase(Locale.ROOT)))
                        .thenComparing(DatabaseView::hostname)
                        .thenComparing(DatabaseView::target))
                .toList();
    }

    /** @throws WebApplicationException 404 */
    DatabaseView get(UUID agent, String target, Instant now) {
        return everything(now).stream()
                .filter(view -> view.agent().equals(agent) && view.target().equals(target))
                .findFirst()
                .orElseThrow(
                        () -> Problems.notFound("Agent %s has told nothing of a PostgreSQL server '%s' within %d days."
                                .formatted(agent, target, REMEMBERED.toDays())));
    }

    /** @throws WebApplicationException 404; of a server that was never told of there is just nothing */
    Place place(UUID agent, String target) {
        return reach.called(List.of(agent.toString())).stream()
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

    private static DatabaseView untold(TargetView target, Map<UUID, String> hostnames) {
        var isAtWork = target.state().equals(TargetView.WATCHED) && !target.statistics();
        return new DatabaseView(
                target.agent(),
                hostnames.getOrDefault(target.agent(), ""),
                target.name(),
                (isAtWork ? State.NOT_VISITED : State.WAITING).text(),
                null,
                null,
                null,
                null,
                List.of(),
                target);
    }

    private static DatabaseView view(
            Named agent, Known known, About about, Instant now, Map<Name, TargetView> settings) {
        return new DatabaseView(
                agent.id(),
                agent.hostname(),
                known.server().target(),
                state(known, about, now).text(),
                known.up(),
                about.version(),
                known.firstAt(),
                known.seenAt(),
                about.states(),
                settings.get(new Name(agent.id(), known.server().target())));
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
