package io.pulsefleet.wire;

import static java.util.stream.Collectors.joining;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** One place in a {@link MetricSet}: which series the value at this index of a frame belongs to. */
public record Position(String metric, Metric.Kind kind, String unit, Map<String, String> labels) {

    public Position {
        Required.text("metric", metric, 200);
        kind = kind == null ? Metric.Kind.GAUGE : kind;
        unit = unit == null ? "1" : unit;
        labels = labels == null ? Map.of() : Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }

    /** As people read it: {@code system.memory.usage{system.memory.state="free"}}. */
    @Override
    public String toString() {
        return labels.isEmpty()
                ? metric
                : labels.entrySet().stream()
                        .map(label -> label.getKey() + "=\"" + label.getValue() + '"')
                        .collect(joining(",", metric + "{", "}"));
    }
}
