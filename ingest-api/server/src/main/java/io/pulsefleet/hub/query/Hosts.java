package io.pulsefleet.hub.query;

import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.hub.query.Definitions.Definition;
import io.pulsefleet.store.fleet.Agent;
import io.pulsefleet.store.fleet.Agents;
import io.pulsefleet.store.metrics.Frames;
import io.pulsefleet.store.metrics.Frames.Newest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

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
    Frames frames;

    @Inject
    Definitions definitions;

    List<AgentRow> all(Instant now) {
        return rows(agents.all(), now);
    }

    /** @throws jakarta.ws.rs.WebApplicationException 404 */
    AgentRow get(UUID id, Instant now) {
        return rows(List.of(find(id)), now).get(0);
    }

    /** @throws jakarta.ws.rs.WebApplicationException 404 */
    Agent find(UUID id) {
        return agents.find(id).orElseThrow(() -> Problems.notFound("There is no agent " + id + "."));
    }

    private List<AgentRow> rows(List<Agent> found, Instant now) {
        var vitals = vitals(found.stream().map(Agent::number).toList(), now);
        return found.stream()
                .map(agent -> AgentRow.of(agent, vitals.getOrDefault(agent.number(), Vitals.UNKNOWN), now))
                .toList();
    }

    /** By the agents' numbers. */
    private Map<Integer, Vitals> vitals(List<Integer> numbers, Instant now) {
        var newest = frames.newest(numbers, COLLECTOR, now.minus(HORIZON));
        var meanings = definitions.get(newest.stream().map(Newest::set).toList());
        var vitals = new HashMap<Integer, Vitals>();
        for (var frame : newest) {
            var before = vitals.getOrDefault(frame.agent(), Vitals.UNKNOWN);
            vitals.put(frame.agent(), after(before, frame, meanings.get(frame.set()), now));
        }
        return vitals;
    }

    private static Vitals after(Vitals before, Newest frame, Definition meaning, Instant now) {
        var after = before.after(frame.at(), meaning.positions(), frame.values());
        return frame.at().isBefore(now.minus(PRESENT)) ? after.onlyWhen() : after;
    }
}
