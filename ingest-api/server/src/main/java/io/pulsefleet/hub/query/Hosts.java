package io.pulsefleet.hub.query;

import io.pulsefleet.hub.Fresh;
import io.pulsefleet.hub.access.Meanwhile;
import io.pulsefleet.hub.access.Reach;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.hub.query.Definitions.Definition;
import io.pulsefleet.store.command.Channels;
import io.pulsefleet.store.command.Channels.Channel;
import io.pulsefleet.store.fleet.Agent;
import io.pulsefleet.store.fleet.Agents;
import io.pulsefleet.store.fleet.Marks;
import io.pulsefleet.store.metrics.Frames;
import io.pulsefleet.store.series.Newest;
import io.pulsefleet.store.series.Newest.Visit;
import io.pulsefleet.wire.Frame;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.WebApplicationException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** The fleet as a table. */
@ApplicationScoped
public class Hosts {

    private static final String COLLECTOR = "system";

    /** Further back no newest frame is looked for. */
    private static final Duration HORIZON = Duration.ofDays(1);

    /** What is older is not shown as if it were now. */
    private static final Duration PRESENT = Duration.ofMinutes(5);

    private final Fresh<List<AgentRow>> whole = Fresh.ofRows(again -> this.meanwhile.execute(again));

    @Inject
    Meanwhile meanwhile;

    @Inject
    Agents agents;

    @Inject
    Marks marks;

    @Inject
    Channels channels;

    @Inject
    Reach reach;

    @Inject
    Newest newest;

    @Inject
    Frames frames;

    @Inject
    Definitions definitions;

    /** Of a fleet that is large it may be as old as {@link Fresh#ofRows} has it. */
    List<AgentRow> all(Instant now) {
        return whole.at(now, () -> rows(agents.all(), channels.all(now), now)).stream()
                .filter(row -> reach.includesGroup(row.group()))
                .toList();
    }

    /** @throws jakarta.ws.rs.WebApplicationException 404 */
    AgentRow get(UUID id, Instant now) {
        return rows(List.of(find(id)), channels.of(id, now).stream().toList(), now).stream()
                .findFirst()
                .orElseThrow(() -> noAgent(id));
    }

    /** @throws jakarta.ws.rs.WebApplicationException 404 */
    Agent find(UUID id) {
        return agents.find(id).orElseThrow(() -> noAgent(id));
    }

    private static WebApplicationException noAgent(UUID id) {
        return Problems.notFound("There is no agent " + id + ".");
    }

    private List<AgentRow> rows(List<Agent> found, List<Channel> theirs, Instant now) {
        var channelOf = theirs.stream().collect(Collectors.toMap(Channel::agent, channel -> channel));
        var numbers = found.stream().map(Agent::number).toList();
        var vitals = vitals(numbers, now);
        var its = marks.of(numbers);
        return found.stream()
                .filter(agent -> its.containsKey(agent.number())) // else it was removed just now
                .map(agent -> AgentRow.of(
                        agent,
                        its.get(agent.number()),
                        vitals.getOrDefault(agent.number(), Vitals.UNKNOWN),
                        Optional.ofNullable(channelOf.get(agent.id())),
                        now))
                .toList();
    }

    /** By the agents' numbers. */
    private Map<Integer, Vitals> vitals(List<Integer> numbers, Instant now) {
        var longest = QueryConfig.get(QueryConfig.TIMEOUT);
        var vitals = new HashMap<Integer, Vitals>();
        var meanings = definitions.get(newest.sets(COLLECTOR, longest));
        var places = new HashMap<Integer, List<Integer>>();
        meanings.values().forEach(meaning -> places.put(meaning.set(), placesOf(meaning)));
        for (var visit : newest.of(numbers, places, longest)) {
            see(visit, meanings.get(visit.set()), now, vitals);
        }
        // of one that has just joined the newest is not noted yet; there it is looked for
        var fresh =
                numbers.stream().filter(number -> !vitals.containsKey(number)).toList();
        if (!fresh.isEmpty()) {
            var found = frames.newest(fresh, COLLECTOR, now.minus(HORIZON));
            var theirs = definitions.get(found.stream().map(Frames.Newest::set).collect(Collectors.toSet()));
            found.forEach(frame -> see(visit(frame, theirs.get(frame.set())), theirs.get(frame.set()), now, vitals));
        }
        return vitals;
    }

    /** Where in its visits stands what the vitals are read from. */
    private static List<Integer> placesOf(Definition meaning) {
        return Vitals.METRICS.stream()
                .flatMap(metric -> meaning.placesOf(metric).stream())
                .toList();
    }

    private static Visit visit(Frames.Newest frame, Definition meaning) {
        var values = placesOf(meaning).stream()
                .map(place -> frame.values()[place])
                .mapToDouble(value -> value == null ? Frame.MISSING : value)
                .toArray();
        return new Visit(frame.agent(), frame.set(), frame.at(), values);
    }

    private static void see(Visit visit, Definition meaning, Instant now, Map<Integer, Vitals> vitals) {
        var positions = placesOf(meaning).stream().map(meaning.positions()::get).toList();
        var after = vitals.getOrDefault(visit.agent(), Vitals.UNKNOWN).after(visit.at(), positions, visit.values());
        vitals.put(visit.agent(), visit.at().isBefore(now.minus(PRESENT)) ? after.onlyWhen() : after);
    }
}
