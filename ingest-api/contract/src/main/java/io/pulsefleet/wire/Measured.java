package io.pulsefleet.wire;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The simple form for anyone who has numbers to send: {@code {"metrics":[{"name","value","at","labels"}]}}. */
public record Measured(List<Value> metrics) {

    public Measured {
        metrics = Required.list("metrics", metrics);
    }

    /**
     * @param value any number; {@code "NaN"} is none
     * @param at when it was measured; null: now, by the hub's clock
     */
    public record Value(String name, Double value, Instant at, Map<String, String> labels) {

        public Value {
            Required.text("name", name, 200);
            Required.present("value", value);
            labels = labels == null ? Map.of() : Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        }
    }
}
