package io.pulsefleet.e2e.fleet;

import io.pulsefleet.wire.MetricSet;
import io.pulsefleet.wire.Position;
import java.util.Map;
import java.util.stream.IntStream;

/** The metric set of simulated agents: as many positions as one likes, named as OpenTelemetry names such things. */
public record Shape(MetricSet set, String hash) {

    public static Shape of(int positions) {
        var set = new MetricSet(
                "system",
                "host",
                IntStream.range(0, positions).mapToObj(Shape::position).toList());
        return new Shape(set, set.hash());
    }

    public int positions() {
        return set.positions().size();
    }

    private static Position position(int index) {
        var kind = Kind.of(index);
        return new Position(
                kind.name(index),
                kind.metricKind,
                kind.unit,
                Map.of(
                        "system.device",
                        "sd" + (char) ('a' + index % 26) + index,
                        "state",
                        index % 2 == 0 ? "used" : "free"));
    }
}
