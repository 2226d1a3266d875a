package io.pulsefleet.hub.trust;

import io.pulsefleet.hub.Recent;
import io.pulsefleet.hub.events.OwnEvents;
import io.pulsefleet.hub.fleet.Beaten;
import io.pulsefleet.store.trust.Certificates;
import io.pulsefleet.wire.HostEvent;
import io.pulsefleet.wire.HostEventType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * A certificate that is used in two places at once: it was copied, with its key. Neither is refused for it: the hub cannot know
 * which of the two is the thief, and either choice would let a thief silence the owner. It is told, and an admin takes the
 * rights away from both and lets the owner join anew.
 */
@ApplicationScoped
class DoubleUse {

    private static final Logger LOG = System.getLogger(DoubleUse.class.getName());
    private static final Duration BETWEEN = Duration.ofMinutes(10);
    private static final int MOST = 20_000;

    @Inject
    Certificates certificates;

    @Inject
    OwnEvents events;

    @Inject
    Deeds deeds;

    @Inject
    UserTransaction transaction;

    private final Recent<UUID, Starts> starts = new Recent<>(MOST);
    private final Recent<UUID, Instant> told = new Recent<>(1_000);

    void hear(@Observes Beaten beat) {
        var agent = beat.agent().id();
        var known = starts.find(agent).map(before -> before.after(beat.boot())).orElseGet(() -> Starts.of(beat.boot()));
        starts.put(agent, known);
        var now = Instant.now();
        if (known.areOfTwo()
                && told.find(agent).filter(at -> at.plus(BETWEEN).isAfter(now)).isEmpty()) {
            told.put(agent, now);
            tell(beat, known, now);
        }
    }

    private void tell(Beaten beat, Starts known, Instant now) {
        var agent = beat.agent();
        LOG.log(Level.WARNING, "Two agents beat as {0}: starts {1} and {2}.", agent.id(), known.before(), known.now());
        deeds.done(
                agent.id().toString(),
                "agent",
                beat.from(),
                "agent.certificate.double-use",
                "agent/" + agent.id(),
                "two starts beat by turns: " + known.before() + " and " + known.now());
        try {
            transaction.begin();
            try {
                certificates.doubleUse(agent.id(), now);
                events.tell(agent.number(), now, event(beat, known));
                transaction.commit();
            } catch (RuntimeException refused) {
                transaction.rollback();
                throw refused;
            }
        } catch (Exception notKept) { // the heartbeat is good all the same
            told.forget(agent.id());
            LOG.log(Level.WARNING, "That was not kept: {0}", notKept.toString());
        }
    }

    private static HostEvent event(Beaten beat, Starts known) {
        return new HostEvent(
                HostEventType.AGENT_DOUBLE_USE.toString(),
                "agent",
                known.before(),
                known.now(),
                "two agents beat by turns as this one: its identity was copied",
                Map.of("source.address", beat.from()));
    }
}
