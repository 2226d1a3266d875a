package io.pulsefleet.agent.collect.logs;

import java.time.Instant;
import java.util.TreeMap;

/** What a parser made of one entry of a log. Used again for the next one. */
final class Line {

    /** Null where it does not tell its time. */
    Instant at;

    /** As OpenTelemetry's short names; empty where it tells none. */
    String severity = "";

    /** What is shown: the entry, without what stands in fields of its own. */
    String text = "";

    TreeMap<String, String> fields = new TreeMap<>();

    void clear() {
        at = null;
        severity = "";
        text = "";
        fields = new TreeMap<>(); // the last one was handed on
    }

    void put(String name, String value) {
        if (value != null && !value.isEmpty() && !value.equals("-")) {
            fields.put(name, value);
        }
    }
}
