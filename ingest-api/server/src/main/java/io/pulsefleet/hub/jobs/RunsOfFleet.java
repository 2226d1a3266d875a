package io.pulsefleet.hub.jobs;

import io.pulsefleet.hub.access.Reach;
import io.pulsefleet.hub.fleet.StoredRuns;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.hub.query.Patience;
import io.pulsefleet.store.command.Channels;
import io.pulsefleet.store.command.Channels.Channel;
import io.pulsefleet.store.fleet.Agent;
import io.pulsefleet.store.fleet.Agents;
import io.pulsefleet.store.fleet.PastRuns;
import io.pulsefleet.store.fleet.PastRuns.Past;
import io.pulsefleet.store.fleet.PastRuns.Place;
import io.pulsefleet.store.fleet.PastRuns.Wanted;
import io.pulsefleet.store.fleet.Run;
import io.pulsefleet.store.fleet.RunId;
import io.pulsefleet.store.fleet.Runs;
import io.pulsefleet.wire.JobRun;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.batch.Execution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What jobs did: the runs of all agents that the caller may see, and what one of them was like inside. */
@ApplicationScoped
class RunsOfFleet {

    @Inject
    PastRuns past;

    @Inject
    Runs runs;

    @Inject
    Agents agents;

    @Inject
    Channels channels;

    @Inject
    Reach reach;

    /**
     * A run, and whose it is.
     *
     * @param agent left out of the hub's own
     */
    public record PastRun(UUID agent, String hostname, JobRun run) {

        static PastRun of(Past past) {
            return new PastRun(past.agent(), past.hostname(), StoredRuns.asSent(past.run()));
        }
    }

    /**
     * The newest first.
     *
     * @param next what to ask for next, as {@code after}; left out: there is no more
     */
    public record History(List<PastRun> runs, String next) {}

    /**
     * One run.
     *
     * @param agent left out of the hub's own
     * @param connected whether the agent can be asked at once
     * @param execution its steps, as the agent told at its end; left out: it goes on, or was cut off. Of the hub's own as
     *     they were at most 15 seconds ago
     * @param others the newest runs of the same job there, itself among them
     */
    public record RunDetail(
            UUID agent, String hostname, boolean connected, JobRun run, Execution execution, List<JobRun> others) {}

    /** What is asked for. */
    record Question(
            List<String> jobs, List<String> states, String host, Instant from, Instant to, Place after, int limit) {}

    History history(Question question) {
        var wanted = new Wanted(
                reach.numbersOrNoneForAll(),
                question.host(),
                question.jobs(),
                question.states(),
                question.from(),
                question.to(),
                question.after());
        var limit = question.limit();
        var found = Patience.read(longest -> past.find(wanted, limit + 1, longest));
        var shown = found.subList(0, Math.min(limit, found.size()));
        var more = found.size() > limit
                ? PlaceText.of(Place.of(shown.get(shown.size() - 1).run()))
                : null;
        return new History(shown.stream().map(PastRun::of).toList(), more);
    }

    RunDetail detail(UUID id, String boot, long execution, int others) {
        var agent = agent(id);
        var isConnected = channels.of(id, Instant.now()).filter(Channel::open).isPresent();
        return detail(id, agent.hostname(), isConnected, find(agent.number(), boot, execution), others);
    }

    RunDetail ofHub(String boot, long execution, int others) {
        return detail(null, PastRuns.HUBS_NAME, true, find(PastRuns.THE_HUB, boot, execution), others);
    }

    private RunDetail detail(UUID id, String hostname, boolean isConnected, Run run, int others) {
        return new RunDetail(
                id,
                hostname,
                isConnected,
                StoredRuns.asSent(run),
                runs.detail(run.id()).map(RunsOfFleet::execution).orElse(null),
                runs.newestOf(run.id().agent(), run.job(), others).stream()
                        .map(StoredRuns::asSent)
                        .toList());
    }

    /** @return what is forgotten */
    @Transactional
    JobRun forget(UUID id, String boot, long execution) {
        var run = find(agent(id).number(), boot, execution);
        if (!runs.forget(run.id())) {
            throw Problems.conflict("This run is " + run.state() + ": only one that is over can be forgotten.");
        }
        return StoredRuns.asSent(run);
    }

    private Agent agent(UUID id) {
        return agents.find(id).orElseThrow(() -> Problems.notFound("There is no agent " + id + "."));
    }

    private Run find(int agent, String boot, long execution) {
        return runs.find(new RunId(agent, boot, execution))
                .orElseThrow(() -> Problems.notFound(
                        "There is no run " + boot + " " + execution + ", or it is older than runs are kept."));
    }

    private static Execution execution(String json) {
        try {
            return Json.read(json.getBytes(StandardCharsets.UTF_8), Execution.class);
        } catch (IOException ourBug) {
            throw new UncheckedIOException(ourBug);
        }
    }
}
