package io.pulsefleet.wire;

import java.time.Instant;
import java.util.List;
import java.util.TreeMap;

/**
 * What a reading means: declared once, beside the code that reads it.
 *
 * @param name follows OpenTelemetry's semantic conventions where they have one ({@code system.memory.usage})
 * @param unit in UCUM as OpenTelemetry writes it: {@code By}, {@code s}, {@code 1} for a fraction, {@code {operation}}
 * @param labels the names of its labels, in the order in which {@link #read} takes their values
 */
public record Metric(String name, Kind kind, String unit, String about, List<String> labels) {

    /** A gauge may go up and down; a counter only grows, until what it counts starts anew. */
    public enum Kind {
        GAUGE,
        COUNTER
    }

    public static Metric gauge(String name, String unit, String about, String... labels) {
        return new Metric(name, Kind.GAUGE, unit, about, List.of(labels));
    }

    public static Metric counter(String name, String unit, String about, String... labels) {
        return new Metric(name, Kind.COUNTER, unit, about, List.of(labels));
    }

    /** @throws IllegalArgumentException when there are not as many values as labels: our bug, never the host's */
    public Reading read(Instant at, double value, String... labelValues) {
        if (labelValues.length != labels.size()) {
            throw new IllegalArgumentException(name + " wants labels " + labels);
        }
        var named = new TreeMap<String, String>();
        for (int i = 0; i < labelValues.length; i++) {
            named.put(labels.get(i), labelValues[i]);
        }
        return new Reading(new Position(name, kind, unit, named), value, at);
    }
}
