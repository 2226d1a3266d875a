package io.pulsefleet.agent.collect.postgres;

import static io.pulsefleet.wire.Metric.gauge;

import io.pulsefleet.wire.Metric;
import java.util.Map;
import java.util.TreeMap;

/** What active sessions wait for, averaged over the looks between two visits. */
final class Waits {

    static final Metric ACTIVE = gauge(
            "postgresql.activity.sessions",
            "{session}",
            "Active sessions on average, by what they wait for; CPU: for nothing.",
            "database",
            "wait_event_type",
            "wait_event");
    static final Metric SAMPLES =
            gauge("postgresql.activity.samples", "{sample}", "Looks that this is the average of.");

    private final Map<Wait, Integer> seen = new TreeMap<>();
    private int samples;

    private record Wait(String database, String type, String event) implements Comparable<Wait> {

        @Override
        public int compareTo(Wait other) {
            return toString().compareTo(other.toString());
        }
    }

    void saw(Sessions sessions) {
        samples++;
        for (var session : sessions.all()) {
            if ("active".equals(session.state())) {
                var waits = session.waitEventType() != null;
                var wait = new Wait(
                        session.datname() == null ? "" : session.datname(),
                        waits ? session.waitEventType() : "CPU",
                        waits && session.waitEvent() != null ? session.waitEvent() : "CPU");
                seen.merge(wait, 1, Integer::sum);
            }
        }
    }

    /** Begins anew. */
    void tell(Answers answers) {
        var at = answers.at();
        answers.add(SAMPLES.read(at, samples));
        seen.forEach((wait, count) ->
                answers.add(ACTIVE.read(at, (double) count / samples, wait.database(), wait.type(), wait.event())));
        seen.clear();
        samples = 0;
    }
}
