package io.pulsefleet.hub.uptime;

import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.store.uptime.ProberLeases;
import io.pulsefleet.wire.uptime.LeaseAnswer;
import io.pulsefleet.wire.uptime.LeaseAnswer.State;
import io.pulsefleet.wire.uptime.LeaseRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Tells agents who probes, and whoever does, what. */
@ApplicationScoped
public class Probers {

    private static final Logger LOG = System.getLogger(Probers.class.getName());

    @Inject
    ProberLeases leases;

    @Inject
    PlannedMonitors plan;

    @Inject
    TrialDeliveries trials;

    /** What the agent is to try is told with it. */
    LeaseAnswer answer(Caller.Agent agent, LeaseRequest request) {
        var answer = whoProbes(agent, request);
        return request.release() ? answer : answer.with(trials.asked(agent.id()));
    }

    private LeaseAnswer whoProbes(Caller.Agent agent, LeaseRequest request) {
        var datacenter = request.datacenter();
        var number = request.number() == null ? 0 : request.number();
        if (request.release()) {
            leases.release(agent.number(), datacenter, number);
            LOG.log(Level.INFO, "{0} probes no more for {1}: it released lease {2}.", agent.id(), datacenter, number);
        }
        var asked = request.release() ? leases.look(datacenter) : leases.ask(agent.number(), datacenter, number);
        if (!asked.isKnown()) {
            return new LeaseAnswer(asked.now(), State.UNKNOWN_DATACENTER, null, null, null, null, null);
        }
        if (!asked.isHeld()) {
            return new LeaseAnswer(asked.now(), State.OF_ANOTHER, null, null, asked.holder(), null, null);
        }
        if (asked.number() != number) {
            LOG.log(Level.INFO, "{0} probes for {1} from now on: lease {2}.", agent.id(), datacenter, asked.number());
        }
        var planned = plan.of(datacenter, asked.plan());
        var hasIt = request.plan() != null && request.plan() == planned.revision() && asked.number() == number;
        return new LeaseAnswer(
                asked.now(),
                State.HELD,
                asked.number(),
                ProberLeases.TIME,
                asked.holder(),
                planned.revision(),
                hasIt ? null : planned.monitors());
    }
}
