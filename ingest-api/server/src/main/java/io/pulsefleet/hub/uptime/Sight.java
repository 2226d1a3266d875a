package io.pulsefleet.hub.uptime;

import io.pulsefleet.store.uptime.Standing;
import io.pulsefleet.store.uptime.States;
import io.pulsefleet.store.uptime.States.Glance;
import io.pulsefleet.store.uptime.Watched;
import io.pulsefleet.wire.uptime.CheckKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All monitors and how they stand, kept from look to look: what is wanted is read when its revision is another, and of the
 * newest heartbeats those that moved since the look before. Once a minute all is read: who changes the table of states by SQL
 * is seen, too.
 */
final class Sight {

    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final States states;
    private final Map<Integer, Watched> monitors = new LinkedHashMap<>();
    private final Map<Integer, Duration> graces = new HashMap<>();
    private final Map<Integer, Map<String, Standing>> standings = new HashMap<>();
    private Instant whole = Instant.MIN;
    private long revision;
    private long horizon;
    private boolean needsHosts;

    Sight(States states) {
        this.states = states;
    }

    /** The next look reads all. */
    void forget() {
        whole = Instant.MIN;
    }

    void refresh(Glance glance) {
        var isOld = whole.equals(Instant.MIN) || whole.plus(LONGEST).isBefore(glance.now());
        if (isOld) {
            standings.clear();
            horizon = 0;
        }
        if (isOld || revision != glance.revision()) {
            readMonitors();
            revision = glance.revision();
        }
        readMoved();
        horizon = glance.horizon();
        whole = isOld ? glance.now() : whole;
    }

    private void readMonitors() {
        monitors.clear();
        graces.clear();
        needsHosts = false;
        for (var monitor : states.watched()) {
            monitors.put(monitor.id(), monitor);
            needsHosts |= monitor.needsHost();
            if (isPush(monitor)) {
                graces.put(monitor.id(), Pushes.grace(monitor));
            }
        }
    }

    /** What was written since the look began is among it. */
    void readMoved() {
        for (var standing : states.movedSince(horizon)) {
            standings
                    .computeIfAbsent(standing.monitor(), none -> new HashMap<>())
                    .put(standing.datacenter(), standing);
        }
    }

    void became(Watched monitor, Verdict verdict, Instant now) {
        monitors.put(monitor.id(), monitor.in(verdict.state().toString(), verdict.reason(), now));
    }

    static boolean isPush(Watched monitor) {
        return monitor.kind().equals(CheckKind.PUSH.kind());
    }

    List<Watched> monitors() {
        return List.copyOf(monitors.values());
    }

    Duration graceOf(Watched push) {
        return graces.get(push.id());
    }

    Collection<Standing> standingsOf(Watched monitor) {
        return standings.getOrDefault(monitor.id(), Map.of()).values();
    }

    Set<Integer> withHostAway() {
        return needsHosts ? states.withHostAway() : Set.of();
    }
}
