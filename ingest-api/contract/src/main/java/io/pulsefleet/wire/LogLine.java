package io.pulsefleet.wire;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * One line of a log.
 *
 * @param source the file or the journal's unit it came from
 * @param severity as OpenTelemetry's short names: {@code TRACE DEBUG INFO WARN ERROR FATAL}; empty where unknown
 */
public record LogLine(Instant at, String source, String severity, String text, Map<String, String> attributes) {

    public LogLine {
        Required.present("at", at);
        Required.text("source", source, 1_000);
        Required.present("text", text);
        severity = severity == null ? "" : severity;
        attributes = attributes == null ? Map.of() : Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    }
}
