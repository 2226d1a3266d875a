package io.pulsefleet.hub.settings;

import io.pulsefleet.hub.access.Deed;
import io.pulsefleet.hub.settings.Waves.Done;
import io.pulsefleet.hub.settings.Waves.Halt;
import io.pulsefleet.hub.settings.Waves.Release;
import io.pulsefleet.hub.settings.Waves.Wait;
import io.pulsefleet.store.fleetsettings.FleetSettings;
import io.pulsefleet.store.fleetsettings.SettingsRollout;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.Collection;
import java.util.UUID;

/** Takes the steps of roll-outs, one hub at a time. */
@ApplicationScoped
public class Steps {

    private static final Logger LOG = System.getLogger(Steps.class.getName());

    @Inject
    FleetSettings stored;

    @Inject
    Event<Deed> deeds;

    @Transactional
    public void take() {
        if (!stored.takeTurn()) {
            return;
        }
        var now = Instant.now();
        var rollout = stored.rollout();
        if (rollout.filter(Releases::isRunning).isPresent()) {
            step(rollout.get(), now);
        } else if (rollout.filter(one -> one.state().equals("halted")).isEmpty()) {
            var standings = Standings.read(stored);
            var behind = standings.agents().stream()
                    .filter(standings::isBehind)
                    .map(agent -> agent.id())
                    .toList();
            release(standings, behind, null, now); // new here, in another group, or of another version
        }
    }

    private void step(SettingsRollout rollout, Instant now) {
        var standings = Standings.read(stored);
        var step = Waves.next(standings.membersOf(rollout.id(), now), rollout.wave(), rollout.waves(), now);
        if (step instanceof Release next) {
            release(standings, next.agents(), rollout.id(), now);
            stored.turn(rollout.id(), rollout.waves(), next.wave(), "running", "", now);
        } else if (step instanceof Halt halt) {
            stored.turn(rollout.id(), rollout.waves(), rollout.wave(), "halted", halt.why(), now);
            LOG.log(Level.WARNING, "The roll-out of {0} is halted: {1}", nameOf(rollout), halt.why());
            deeds.fire(new Deed("hub", "hub", "", "settings.halt", nameOf(rollout), Deed.Outcome.DONE, halt.why()));
        } else if (step instanceof Done) {
            stored.turn(rollout.id(), rollout.waves(), rollout.wave(), "done", "", now);
        } else if (!(step instanceof Wait)) {
            throw new IllegalStateException("no such step: " + step);
        }
    }

    private void release(Standings standings, Collection<UUID> agents, Long rollout, Instant now) {
        standings.agents().stream().filter(agent -> agents.contains(agent.id())).forEach(agent -> {
            var document = standings.wanted(agent);
            stored.release(
                    agent.id(), document.attempt(), Standings.json(document.values()), document.hash(), rollout, now);
        });
    }

    private static String nameOf(SettingsRollout rollout) {
        return rollout.layer() + ", version " + rollout.version();
    }
}
