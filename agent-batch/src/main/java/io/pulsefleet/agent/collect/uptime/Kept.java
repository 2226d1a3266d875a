package io.pulsefleet.agent.collect.uptime;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Connections that monitors asked to be kept until their next probe; one for each, and not too many. */
final class Kept {

    private static final int MOST = 500;

    private record Held(String origin, Wire wire) {}

    private final Map<Integer, Held> byMonitor = new LinkedHashMap<>();

    synchronized Optional<Wire> take(int monitor, String origin) {
        var held = byMonitor.remove(monitor);
        if (held == null) {
            return Optional.empty();
        }
        if (!held.origin().equals(origin)) {
            held.wire().close();
            return Optional.empty();
        }
        return Optional.of(held.wire());
    }

    /** What was tried once (its number is 0) is not probed again, and nobody else may have its connection. */
    synchronized void put(int monitor, String origin, Wire wire) {
        if (monitor == 0) {
            wire.close();
            return;
        }
        var before = byMonitor.put(monitor, new Held(origin, wire));
        if (before != null) {
            before.wire().close();
        }
        if (byMonitor.size() > MOST) {
            var oldest = byMonitor.entrySet().iterator();
            oldest.next().getValue().wire().close();
            oldest.remove();
        }
    }
}
