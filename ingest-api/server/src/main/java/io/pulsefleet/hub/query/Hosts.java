package io.pulsefleet.hub.query;

import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.hub.query.Definitions.Definition;
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
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The fleet as a table. */
@ApplicationScoped
public class Hosts {

    private static final String COLLECTOR = "system";

    /** Further back no newest frame is looked for. */
    private static final Duration HORIZON = Duration.ofDays(1);

    /** What is older is not shown as if it were now. */
    private static final Duration PRESENT = Duration.ofMinutes(5);

    @Inject
    Agents agents;

    @Inject
    Marks marks;

    @Inject
    Newest newest;

    @Inject
    Frames frames;

    @Inject
    Definitions definitions;

    List<AgentRow> all(Instant now) {
        return rows(agents.all(), now);
    }

    /** @throws jakarta.ws.rs.WebApplicationException 404 */
    AgentRow get(UUID id, Instant now) {
        return rows(List.of(find(id)), now).stream().findFirst().orElseThrow(() -> noAgent(id));
    }

    /** @throws jakarta.ws.rs.WebApplicationException 404 */
    Agent find(UUID id) {
        return agents.find(id).orElseThrow(() -> noAgent(id));
    }

    private static WebApplicationException noAgent(UUID id) {
        return Problems.notFound("There is no agent " + id + ".");
    }

    private List<AgentRow> rows(List<Agent> found, Instant now) {
        var numbers = found.stream().map(Agent::number).toList();
        var vitals = vitals(numbers, now);
        var its = marks.of(numbers);
        return found.stream()
                .filter(agent -> its.containsKey(agent.number())) // else it was removed just now
                .map(agent -> AgentRow.of(
                        agent, its.get(agent.number()), vitals.getOrDefault(agent.number(), Vitals.UNKNOWN), now))
                .toList();
    }

    /** By the agents' numbers. */
    private Map<Integer, Vitals> vitals(List<Integer> numbers, Instant now) {
        var visits = visits(numbers, now);
        var meanings = definitions.get(visits.stream().map(Visit::set).collect(Collectors.toSet()));
        var vitals = new HashMap<Integer, Vitals>();
        for (var visit : visits) {
            var before = vitals.getOrDefault(visit.agent(), Vitals.UNKNOWN);
            vitals.put(visit.agent(), after(before, visit, meanings.get(visit.set()), now));
        }
        return vitals;
    }

    /** Of one that has just joined the newest is not noted yet; there it is looked for. */
    private List<Visit> visits(List<Integer> numbers, Instant now) {
        var visits = newest.of(numbers, COLLECTOR, QueryConfig.get(QueryConfig.TIMEOUT));
        var known = visits.stream().map(Visit::agent).collect(Collectors.toSet());
        var fresh = numbers.stream().filter(number -> !known.contains(number)).toList();
        return fresh.isEmpty()
                ? visits
                : Stream.concat(
                                visits.stream(),
                                frames.newest(fresh, COLLECTOR, now.minus(HORIZON)).stream()
                                        .map(Hosts::visit))
                        .toList();
    }

    private static Visit visit(Frames.Newest frame) {
        var values = Stream.of(frame.values())
                .mapToDouble(value -> value == null ? Frame.MISSING : value)
                .toArray();
        return new Visit(frame.agent(), frame.set(), frame.at(), values);
    }

    private static Vitals after(Vitals before, Visit visit, Definition meaning, Instant now) {
        var after = before.after(visit.at(), meaning.positions(), visit.values());
        return visit.at().isBefore(now.minus(PRESENT)) ? after.onlyWhen() : after;
    }
}
