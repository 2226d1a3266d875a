package io.pulsefleet.hub.uptime;

import io.pulsefleet.hub.News;
import io.pulsefleet.hub.News.About;
import io.pulsefleet.hub.uptime.Verdict.State;
import io.pulsefleet.store.uptime.NewHeartbeat;
import io.pulsefleet.store.uptime.States;
import io.pulsefleet.store.uptime.Watched;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One look at all monitors. It bears another beside it: what changes is written only where it is still as it was read.
 * Moments are the database's, as those of heartbeats are.
 */
@ApplicationScoped
public class Look {

    private static final Logger LOG = System.getLogger(Look.class.getName());

    @Inject
    States states;

    @Inject
    Scribe scribe;

    @Inject
    MaintenanceBook maintenance;

    @Inject
    Event<News> news;

    private Optional<Sight> kept = Optional.empty();

    /** Somebody else may have looked meanwhile: what is kept from the look before is as good as nothing. */
    synchronized void anew() {
        kept = Optional.empty();
    }

    synchronized void now() {
        var sight = kept.orElseGet(() -> new Sight(states));
        kept = Optional.empty(); // until it is whole again
        var glance = states.glance();
        var now = glance.now();
        sight.refresh(glance);
        var listening = Listening.at(glance.broken(), glance.since(), glance.seen(), now);
        missed(sight, listening, now);
        var monitors = sight.monitors();
        var verdicts = verdicts(sight, monitors, now);
        for (var monitor : monitors) {
            var verdict = verdicts.get(monitor.id());
            if (!monitor.state().equals(verdict.state().toString())
                    || !monitor.reason().equals(verdict.reason())) {
                become(sight, monitor, verdict, now);
            }
        }
        states.looked(listening.broken(), listening.since(), now);
        kept = Optional.of(sight);
    }

    private Map<Integer, Verdict> verdicts(Sight sight, List<Watched> monitors, Instant now) {
        var windows = maintenance.openAt(now);
        var away = sight.withHostAway();
        var plain = new HashMap<Integer, Verdict>();
        var names = new HashMap<Integer, String>();
        for (var monitor : monitors) {
            names.put(monitor.id(), monitor.name());
            plain.put(
                    monitor.id(),
                    Verdict.of(monitor, sight.standingsOf(monitor), windows.nameOf(monitor.id(), monitor.tags()), now));
        }
        var verdicts = new HashMap<Integer, Verdict>();
        for (var monitor : monitors) {
            var verdict = plain.get(monitor.id());
            var needed = monitor.needsMonitor() == null ? null : plain.get(monitor.needsMonitor());
            if (away.contains(monitor.id())) {
                verdict = verdict.hushedBy("the host's agent");
            } else if (needed != null && needed.state() == State.DOWN) {
                verdict = verdict.hushedBy("'" + names.get(monitor.needsMonitor()) + "'");
            }
            verdicts.put(monitor.id(), verdict);
        }
        return verdicts;
    }

    private void become(Sight sight, Watched monitor, Verdict verdict, Instant now) {
        if (!scribe.become(monitor, verdict.state().toString(), verdict.reason(), now)) {
            sight.forget(); // somebody else has said so, or it is gone
            return;
        }
        sight.became(monitor, verdict, now);
        news.fire(News.of(About.UPTIME));
        if (!monitor.state().equals(verdict.state().toString())) {
            LOG.log(
                    verdict.state().isTrouble() ? Level.WARNING : Level.INFO,
                    "The monitor ''{0}'' is {1}: {2}",
                    monitor.name(),
                    verdict.state(),
                    verdict.reason());
        }
    }

    /** What should have been pushed and was not becomes a heartbeat of its own, so that it counts. */
    private void missed(Sight sight, Listening listening, Instant now) {
        var missed = new ArrayList<NewHeartbeat>();
        for (var monitor : sight.monitors()) {
            if (Sight.isPush(monitor) && !monitor.paused()) {
                sight.standingsOf(monitor).stream()
                        .flatMap(standing ->
                                Pushes.missed(monitor, sight.graceOf(monitor), standing, listening, now).stream())
                        .forEach(missed::add);
            }
        }
        if (!missed.isEmpty()) {
            scribe.store(now, missed);
            sight.readMoved();
        }
    }
}
