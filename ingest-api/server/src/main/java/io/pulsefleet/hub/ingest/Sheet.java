package io.pulsefleet.hub.ingest;

import io.pulsefleet.wire.Frame;
import io.pulsefleet.wire.Metric;
import io.pulsefleet.wire.MetricSet;
import io.pulsefleet.wire.Position;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The numbers that one message tells of one thing: a set of positions, and a frame of their values. */
final class Sheet {

    /** A sender's mistake must not make a set that is refused as a whole. */
    private static final int MOST = 5_000;

    private final String collector;
    private final String target;
    private final Instant at;
    private final Map<Position, Double> values = new LinkedHashMap<>();

    Sheet(String collector, String target, Instant at) {
        this.collector = collector;
        this.target = target;
        this.at = at;
    }

    /** Of two values for the same position the first stands. */
    void put(Metric metric, double value, String... labels) {
        if (values.size() < MOST) {
            values.putIfAbsent(metric.read(at, value, labels).position(), value);
        }
    }

    /** What it is called, with its frame; empty where there is no number. */
    Optional<Filled> filled() {
        if (values.isEmpty()) {
            return Optional.empty();
        }
        var set = new MetricSet(collector, target, List.copyOf(values.keySet()));
        var numbers = values.values().stream().mapToDouble(Double::doubleValue).toArray();
        return Optional.of(new Filled(set, new Frame(set.hash(), at, numbers)));
    }

    record Filled(MetricSet set, Frame frame) {}
}
