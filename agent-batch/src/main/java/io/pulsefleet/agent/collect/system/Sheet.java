package io.pulsefleet.agent.collect.system;

import io.pulsefleet.agent.collect.Pass;
import io.pulsefleet.agent.collect.UnreadableItemException;
import io.pulsefleet.wire.Metric;
import io.pulsefleet.wire.Reading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What one visit found, in the order in which it was put down. */
final class Sheet {

    private final Instant at;
    private final List<Reading> readings = new ArrayList<>();
    private final List<UnreadableItemException> broken = new ArrayList<>();

    Sheet(Instant at) {
        this.at = at;
    }

    /** Exact up to 2^53: eight petabytes. */
    void put(Metric metric, long value, String... labelValues) {
        put(metric, (double) value, labelValues);
    }

    void put(Metric metric, double value, String... labelValues) {
        readings.add(metric.read(at, value, labelValues));
    }

    void put(UnreadableItemException item) {
        broken.add(item);
    }

    /** The broken items first, then the readings. */
    Pass pass() {
        var items = broken.iterator();
        var left = readings.iterator();
        return () -> {
            if (items.hasNext()) {
                throw items.next();
            }
            return left.hasNext() ? Optional.of(left.next()) : Optional.empty();
        };
    }
}
