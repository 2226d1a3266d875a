package io.pulsefleet.hub.fleet;

import io.pulsefleet.hub.News;
import io.pulsefleet.hub.News.About;
import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.hub.access.Tokens;
import io.pulsefleet.hub.commit.Answers;
import io.pulsefleet.hub.commit.Groups;
import io.pulsefleet.hub.commit.Parcel;
import io.pulsefleet.hub.events.OwnEvents;
import io.pulsefleet.hub.http.Moments;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.hub.settings.Releases;
import io.pulsefleet.hub.targets.Deliveries;
import io.pulsefleet.hub.uptime.TrialDeliveries;
import io.pulsefleet.store.fleet.Agent;
import io.pulsefleet.store.fleet.Agents;
import io.pulsefleet.store.fleet.Agents.Enrolment;
import io.pulsefleet.store.fleet.Beat;
import io.pulsefleet.store.fleet.Beats.Restart;
import io.pulsefleet.store.fleet.Facts;
import io.pulsefleet.store.fleet.Runs;
import io.pulsefleet.store.fleet.Spool;
import io.pulsefleet.store.fleet.Told;
import io.pulsefleet.store.fleet.Told.Count;
import io.pulsefleet.wire.Heartbeat;
import io.pulsefleet.wire.HeartbeatAnswer;
import io.pulsefleet.wire.JobRun;
import io.pulsefleet.wire.Plan;
import io.pulsefleet.wire.Registered;
import io.pulsefleet.wire.Registration;
import io.pulsefleet.wire.Registration.HostFacts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** Takes agents in, and hears how they are. */
@ApplicationScoped
public class Fleet {

    @Inject
    Agents agents;

    @Inject
    Runs runs;

    @Inject
    Groups groups;

    @Inject
    Deliveries deliveries;

    @Inject
    TrialDeliveries trials;

    @Inject
    Releases settings;

    @Inject
    OwnEvents events;

    @Inject
    Event<Beaten> beaten;

    @Inject
    Event<News> news;

    private volatile Plan plan;

    /** A plan that cannot be read stops the start, not every heartbeat. */
    void check(@Observes Startup event) {
        plan = FleetConfig.plan();
    }

    /** @param isNew false: the agent was known, and its facts are as it says now */
    record Welcome(boolean isNew, Registered answer) {}

    /** @throws jakarta.ws.rs.WebApplicationException 409 when the id or the token is another agent's */
    @Transactional
    public Welcome register(Registration registration, String from) {
        var now = now();
        var before = agents.find(registration.agent()).map(Start::of);
        var enrolment =
                agents.enrol(registration.agent(), Tokens.hash(registration.token()), facts(registration, from), now);
        if (enrolment == Enrolment.CLASH) {
            throw Problems.conflict("Another agent has this id or this token. An agent whose identity was copied from"
                    + " another host must make its own: delete its identity.json and start it again.");
        }
        agents.find(registration.agent()).ifPresent(agent -> {
            runs.interruptAllBut(Map.of(agent.number(), registration.boot()));
            before.filter(start -> !start.boot().equals(registration.boot()))
                    .map(start -> new Restart(agent.number(), now, start.version(), registration.version()))
                    .ifPresent(restart -> events.restarted(List.of(restart)));
        });
        news.fire(News.of(About.FLEET));
        return new Welcome(enrolment == Enrolment.NEW, new Registered(now, planOf(registration.agent())));
    }

    /** Takes the facts of one that has proved who it is, and needs no join token for it. */
    @Transactional
    public Welcome introduce(Caller.Agent agent, Registration registration, String from) {
        var now = now();
        if (!agent.id().equals(registration.agent())) {
            throw Problems.badField("agent", "must be the caller's own: " + agent.id());
        }
        agents.tell(agent.id(), facts(registration, from), now);
        runs.interruptAllBut(Map.of(agent.number(), registration.boot()));
        return new Welcome(false, new Registered(now, planOf(agent.id())));
    }

    /** What the hub knew of an agent's last start. */
    private record Start(String boot, String version) {

        static Start of(Agent agent) {
            return new Start(agent.boot(), agent.version());
        }
    }

    private static Facts facts(Registration registration, String from) {
        return facts(registration.host(), from, registration.version(), registration.boot());
    }

    /** @param from the address that it called from */
    public static Facts facts(HostFacts host, String from, String version, String boot) {
        return new Facts(
                host.hostname(),
                from,
                host.addresses(),
                host.os(),
                host.kernel(),
                host.arch(),
                host.cpus(),
                host.memoryBytes(),
                version,
                boot);
    }

    /**
     * The answer comes when it is stored.
     *
     * @param from the address that it came from
     */
    public CompletionStage<HeartbeatAnswer> beat(Caller.Agent agent, Heartbeat heartbeat, String from) {
        Moments.check("at", heartbeat.at());
        Moments.check("spool.oldestAt", heartbeat.spool().oldestAt());
        if (heartbeat.ledger() != null) {
            Moments.check("ledger.since", heartbeat.ledger().since());
        }
        StoredRuns.check(heartbeat.runs());
        beaten.fire(new Beaten(agent, heartbeat.boot(), from));
        var now = now();
        var parcel = Parcel.ofBeat(beat(agent, heartbeat, now, from), told(agent, heartbeat, now));
        parcel.add(StoredRuns.of(agent.number(), heartbeat.runs()));
        return groups.offer(parcel).thenApply(outcome -> {
            Answers.isTaken(outcome);
            news.fire(new News(About.HOST, agent.id()));
            return new HeartbeatAnswer(
                    now,
                    planOf(agent.id()),
                    deliveries.asked(agent.id()),
                    trials.asked(agent.id()),
                    settings.hashFor(agent.id()));
        });
    }

    private Plan planOf(UUID agent) {
        return new Plan(plan.jobs(), deliveries.planned(agent));
    }

    private static Beat beat(Caller.Agent agent, Heartbeat heartbeat, Instant now, String from) {
        var spool = heartbeat.spool();
        return new Beat(
                agent.number(),
                now,
                heartbeat.at(),
                heartbeat.boot(),
                heartbeat.version(),
                heartbeat.troubles(),
                new Spool(
                        spool.segments(),
                        spool.bytes(),
                        spool.oldestAt(),
                        spool.inMemory(),
                        spool.evictedSegments(),
                        spool.evictedReadings(),
                        spool.refusedSegments()),
                from);
    }

    private static Optional<Told> told(Caller.Agent agent, Heartbeat heartbeat, Instant now) {
        var spool = heartbeat.spool();
        return Optional.ofNullable(heartbeat.ledger())
                .map(ledger -> new Told(
                        agent.number(),
                        now,
                        ledger.since(),
                        new Count(ledger.sealedSegments(), ledger.sealedReadings()),
                        ledger.sentSegments(),
                        new Count(ledger.acknowledgedSegments(), ledger.acknowledgedReadings()),
                        new Count(spool.evictedSegments(), spool.evictedReadings()),
                        new Count(spool.refusedSegments(), ledger.refusedReadings()),
                        spool.segments()));
    }

    /** The newest first. */
    List<JobRun> runs(UUID id, int limit) {
        var agent = agents.find(id).orElseThrow(() -> Problems.notFound("There is no agent " + id + "."));
        return runs.newest(agent.number(), limit).stream()
                .map(StoredRuns::asSent)
                .toList();
    }

    /** To the microsecond, as it is stored. */
    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
