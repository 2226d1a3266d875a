package io.pulsefleet.hub.fleet;

import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.hub.access.Tokens;
import io.pulsefleet.hub.http.Moments;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.store.fleet.Agents;
import io.pulsefleet.store.fleet.Agents.Enrolment;
import io.pulsefleet.store.fleet.Beat;
import io.pulsefleet.store.fleet.Facts;
import io.pulsefleet.store.fleet.Runs;
import io.pulsefleet.store.fleet.Spool;
import io.pulsefleet.wire.Heartbeat;
import io.pulsefleet.wire.HeartbeatAnswer;
import io.pulsefleet.wire.JobRun;
import io.pulsefleet.wire.Registered;
import io.pulsefleet.wire.Registration;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/** Takes agents in, and hears how they are. */
@ApplicationScoped
public class Fleet {

    @Inject
    Agents agents;

    @Inject
    Runs runs;

    /** A plan that cannot be read stops the start, not every heartbeat. */
    void check(@Observes Startup event) {
        FleetConfig.plan();
    }

    /** @param isNew false: the agent was known, and its facts are as it says now */
    record Welcome(boolean isNew, Registered answer) {}

    /** @throws jakarta.ws.rs.WebApplicationException 409 when the id or the token is another agent's */
    @Transactional
    public Welcome register(Registration registration, String from) {
        var now = now();
        var enrolment =
                agents.enrol(registration.agent(), Tokens.hash(registration.token()), facts(registration, from), now);
        if (enrolment == Enrolment.CLASH) {
            throw Problems.conflict("Another agent has this id or this token. An agent whose identity was copied from"
                    + " another host must make its own: delete its identity.json and start it again.");
        }
        agents.find(registration.agent()).ifPresent(agent -> runs.interruptAllBut(agent.number(), registration.boot()));
        return new Welcome(enrolment == Enrolment.NEW, new Registered(now, FleetConfig.plan()));
    }

    private static Facts facts(Registration registration, String from) {
        var host = registration.host();
        return new Facts(
                host.hostname(),
                from,
                host.addresses(),
                host.os(),
                host.kernel(),
                host.arch(),
                host.cpus(),
                host.memoryBytes(),
                registration.version(),
                registration.boot());
    }

    /** @param from the address that it came from */
    @Transactional
    public HeartbeatAnswer beat(Caller.Agent agent, Heartbeat heartbeat, String from) {
        Moments.check("at", heartbeat.at());
        Moments.check("spool.oldestAt", heartbeat.spool().oldestAt());
        StoredRuns.check(heartbeat.runs());
        var now = now();
        agents.beat(agent.id(), beat(agent, heartbeat, now), from);
        runs.hear(agent.number(), StoredRuns.of(agent.number(), heartbeat.runs()));
        runs.interruptAllBut(agent.number(), heartbeat.boot());
        return new HeartbeatAnswer(now, FleetConfig.plan());
    }

    private static Beat beat(Caller.Agent agent, Heartbeat heartbeat, Instant now) {
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
                        spool.refusedSegments()));
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
