package io.pulsefleet.hub.uptime;

import io.pulsefleet.hub.uptime.Verdict.State;
import io.pulsefleet.store.history.Clock;
import io.pulsefleet.store.uptime.NewHeartbeat;
import io.pulsefleet.store.uptime.Standing;
import io.pulsefleet.store.uptime.States;
import io.pulsefleet.store.uptime.Watched;
import io.pulsefleet.wire.uptime.CheckKind;
import jakarta.enterprise.context.ApplicationScoped;
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
    Clock clock;

    void now() {
        var now = clock.now();
        var monitors = states.watched();
        var standings = states.standings();
        missed(monitors, standings, now);
        var verdicts = verdicts(monitors, standings, now);
        for (var monitor : monitors) {
            var verdict = verdicts.get(monitor.id());
            if (!monitor.state().equals(verdict.state().toString())
                    || !monitor.reason().equals(verdict.reason())) {
                become(monitor, verdict, now);
            }
        }
    }

    private Map<Integer, Verdict> verdicts(
            List<Watched> monitors, Map<Integer, List<Standing>> standings, Instant now) {
        var windows = maintenance.openAt(now);
        var plain = new HashMap<Integer, Verdict>();
        var names = new HashMap<Integer, String>();
        for (var monitor : monitors) {
            names.put(monitor.id(), monitor.name());
            plain.put(
                    monitor.id(),
                    Verdict.of(
                            monitor,
                            standings.getOrDefault(monitor.id(), List.of()),
                            windows.nameOf(monitor.id(), monitor.tags()),
                            now));
        }
        var verdicts = new HashMap<Integer, Verdict>();
        for (var monitor : monitors) {
            var verdict = plain.get(monitor.id());
            var needed = monitor.needsMonitor() == null ? null : plain.get(monitor.needsMonitor());
            if (monitor.isHostAway()) {
                verdict = verdict.hushedBy("the host's agent");
            } else if (needed != null && needed.state() == State.DOWN) {
                verdict = verdict.hushedBy("'" + names.get(monitor.needsMonitor()) + "'");
            }
            verdicts.put(monitor.id(), verdict);
        }
        return verdicts;
    }

    private void become(Watched monitor, Verdict verdict, Instant now) {
        if (scribe.become(monitor, verdict.state().toString(), verdict.reason(), now)
                && !monitor.state().equals(verdict.state().toString())) {
            LOG.log(
                    verdict.state().isTrouble() ? Level.WARNING : Level.INFO,
                    "The monitor ''{0}'' is {1}: {2}",
                    monitor.name(),
                    verdict.state(),
                    verdict.reason());
        }
    }

    /** What should have been pushed and was not becomes a heartbeat of its own, so that it counts. */
    private void missed(List<Watched> monitors, Map<Integer, List<Standing>> standings, Instant now) {
        var missed = new ArrayList<NewHeartbeat>();
        for (var monitor : monitors) {
            if (monitor.kind().equals(CheckKind.PUSH.kind()) && !monitor.paused()) {
                standings.getOrDefault(monitor.id(), List.of()).stream()
                        .flatMap(standing -> Pushes.missed(monitor, standing, now).stream())
                        .forEach(missed::add);
            }
        }
        if (!missed.isEmpty()) {
            scribe.store(now, missed);
            Map<Integer, List<Standing>> anew = states.standings();
            missed.forEach(heartbeat -> Optional.ofNullable(anew.get(heartbeat.monitor()))
                    .ifPresent(some -> standings.put(heartbeat.monitor(), some)));
        }
    }
}
