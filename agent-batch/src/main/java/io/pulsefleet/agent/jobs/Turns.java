package io.pulsefleet.agent.jobs;

import io.pulsefleet.agent.collect.Collector;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whose turn it is at a ring. A target with an interval of its own has the first ring of each such span, counted from the
 * epoch as the rings are, and its first one at once.
 */
final class Turns {

    private final Map<String, Instant> last = new HashMap<>();

    /** Those that are to be visited now; they had their turn then. */
    List<String> due(Collector collector, Instant rung) {
        var targets = collector.targets();
        last.keySet().retainAll(targets);
        return targets.stream()
                .filter(target -> collector
                        .every(target)
                        .map(every -> isDue(target, every, rung))
                        .orElse(true))
                .toList();
    }

    private boolean isDue(String target, Duration every, Instant rung) {
        var before = last.get(target);
        if (before != null && span(before, every) == span(rung, every)) {
            return false;
        }
        last.put(target, rung);
        return true;
    }

    private static long span(Instant moment, Duration every) {
        return Math.floorDiv(moment.toEpochMilli(), Math.max(1, every.toMillis()));
    }
}
