package io.pulsefleet.hub.postgres;

import io.pulsefleet.wire.postgres.Activity.Session;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the sessions of one sample do, counted: {@code running}; what active ones wait for, as {@code Lock:transactionid};
 * and the states of those that are not active.
 */
final class Doings {

    static final String RUNNING = "running";

    /** More names than PostgreSQL has wait events are no wait events. */
    private static final int MOST = 400;

    private static final String REST = "other";

    private Doings() {}

    static Map<String, Integer> of(List<Session> sessions) {
        var counts = new TreeMap<String, Integer>();
        for (var session : sessions) {
            var name = of(session);
            if (!name.isEmpty()) {
                counts.merge(counts.size() < MOST || counts.containsKey(name) ? name : REST, 1, Integer::sum);
            }
        }
        return counts;
    }

    /** Empty: a process of the server's own that waits for work. */
    private static String of(Session session) {
        var isActive = "active".equals(session.state());
        if (session.state() != null && !isActive) {
            return new Shears().name(session.state());
        }
        if (session.waitEventType() == null) {
            return isActive ? RUNNING : "";
        }
        return session.waitEventType().equals("Activity")
                ? ""
                : new Shears().name(session.waitEventType() + ":" + session.waitEvent());
    }
}
