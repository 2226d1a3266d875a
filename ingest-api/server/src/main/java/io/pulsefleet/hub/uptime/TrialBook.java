package io.pulsefleet.hub.uptime;

import static java.util.stream.Collectors.joining;

import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.hub.uptime.Drafts.Draft;
import io.pulsefleet.store.uptime.Trial;
import io.pulsefleet.store.uptime.Trials;
import io.pulsefleet.store.uptime.Trials.Agent;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.uptime.TrialOutcome;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Has an agent probe a monitor once, before it is saved. It hears of it in the answer of its next heartbeat, or of its next
 * call for a lease, whichever hub answers.
 *
 * <pre>
 * WAITING --an answer bears it--> RUNNING --the agent's answer--> DONE
 * WAITING, RUNNING --half a minute and the monitor's time-out--> NO_ANSWER     an answer that comes later counts all the same
 * </pre>
 */
@ApplicationScoped
public class TrialBook {

    /** From heartbeat to heartbeat it is 15 s. */
    private static final Duration ON_THE_WAY = Duration.ofSeconds(30);

    /** Three heartbeats missed. */
    private static final Duration SILENCE = Duration.ofSeconds(45);

    private static final Duration REMEMBERED = Duration.ofHours(1);
    private static final int MOST_AT_AN_AGENT = 5;
    private static final int MOST = 100;

    @Inject
    Trials stored;

    @Inject
    Drafts drafts;

    @Inject
    TrialSecrets secrets;

    @Inject
    TrialDeliveries deliveries;

    /** Those that are online. */
    public record AgentList(List<AgentView> agents) {}

    /**
     * An agent that can be asked.
     *
     * @param datacenter for which it asked to probe, last; left out: for none
     * @param probes whether it is the one that probes there now
     */
    public record AgentView(UUID id, String hostname, String datacenter, boolean probes) {}

    AgentList agents() {
        return new AgentList(online(now()).stream()
                .map(agent -> new AgentView(agent.id(), agent.hostname(), agent.datacenter(), agent.probes()))
                .toList());
    }

    /** @throws jakarta.ws.rs.WebApplicationException 400 with all that is wrong, 404, 409 without an agent, 429 */
    TrialView ask(TrialForm form, String by) {
        if (form == null || form.monitor() == null) {
            throw Problems.badField("monitor", "must say what is to be probed");
        }
        var draft = drafts.of(form.id(), form.monitor());
        var now = now();
        var agent = chosen(form.agent(), draft, online(now));
        refuseTooMany(agent, now);
        var id = UUID.randomUUID();
        var monitor = draft.monitor();
        var trial = new Trial(
                id,
                agent.id(),
                agent.hostname(),
                agent.datacenter(),
                now,
                by,
                now.plus(ON_THE_WAY).plus(monitor.timeout()),
                text(monitor.withSecrets(null)),
                secrets.seal(id, agent.id(), monitor.secrets()),
                null,
                null);
        stored.ask(trial, now.minus(REMEMBERED));
        deliveries.refresh();
        return TrialView.of(trial, now);
    }

    private List<Agent> online(Instant now) {
        return stored.agents(now.minus(SILENCE));
    }

    private static Agent chosen(UUID wanted, Draft draft, List<Agent> online) {
        if (wanted != null) {
            return online.stream()
                    .filter(agent -> agent.id().equals(wanted))
                    .findFirst()
                    .orElseThrow(() ->
                            Problems.badField("agent", "is not online, or there is none of that id; choose another"));
        }
        return usual(draft.datacenters(), online)
                .orElseThrow(() -> Problems.conflict(
                        online.isEmpty()
                                ? "No agent is online that could probe it."
                                : "No agent of "
                                        + draft.datacenters().stream().sorted().collect(joining(", "))
                                        + " is online; choose another agent."));
    }

    /** The one that probes in one of them now, or stands by. */
    static Optional<Agent> usual(List<String> datacenters, List<Agent> online) {
        var there = online.stream()
                .filter(agent -> agent.datacenter() != null)
                .filter(agent -> datacenters.isEmpty() || datacenters.contains(agent.datacenter()))
                .findFirst();
        return there.isPresent() || !datacenters.isEmpty()
                ? there
                : online.stream().findFirst();
    }

    private void refuseTooMany(Agent agent, Instant now) {
        var open = stored.open(now);
        var there =
                open.stream().filter(trial -> trial.agent().equals(agent.id())).count();
        if (open.size() >= MOST || there >= MOST_AT_AN_AGENT) {
            throw Problems.tooMany("Too many trials are under way.", ON_THE_WAY);
        }
    }

    /** @throws jakarta.ws.rs.WebApplicationException 404 */
    TrialView get(UUID id) {
        return stored.find(id)
                .map(trial -> TrialView.of(trial, now()))
                .orElseThrow(() -> Problems.notFound("There is no trial " + id + "; each is remembered for an hour."));
    }

    /** @throws jakarta.ws.rs.WebApplicationException 404 when this agent was not asked that */
    void answer(UUID agent, UUID trial, TrialOutcome outcome) {
        if (!stored.answer(trial, agent, text(outcome), now())) {
            throw Problems.notFound("This agent was not asked for a trial " + trial + ".");
        }
    }

    private static String text(Object message) {
        return new String(Json.bytes(message), StandardCharsets.UTF_8);
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
