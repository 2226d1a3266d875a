package io.pulsefleet.agent.collect.pglog;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.pulsefleet.agent.collect.tail.Marks;
import io.pulsefleet.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one visit of a log leaves to the next: how far its files were read, and the counts up to there. They are sealed
 * together with the entries, so each entry is counted as often as it is told: once.
 *
 * @param at the moment of the last visit; null before the first
 * @param levels entries by level
 * @param events entries by event
 * @param strays lines that fitted no prefix
 * @param replaced texts that were no UTF-8
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record LogPlace(
        Instant at,
        Marks marks,
        SortedMap<String, Long> levels,
        SortedMap<String, Long> events,
        long strays,
        long replaced) {

    LogPlace {
        if (marks == null || levels == null || events == null) {
            throw new IllegalArgumentException("marks: the place is not whole");
        }
        levels = Collections.unmodifiableSortedMap(new TreeMap<>(levels));
        events = Collections.unmodifiableSortedMap(new TreeMap<>(events));
    }

    static LogPlace first(Marks marks) {
        return new LogPlace(null, marks, new TreeMap<>(), new TreeMap<>(), 0, 0);
    }

    /** @throws IOException when it is no such place */
    static LogPlace read(String text) throws IOException {
        return Json.read(text.getBytes(StandardCharsets.UTF_8), LogPlace.class);
    }

    String asText() {
        return new String(Json.bytes(this), StandardCharsets.UTF_8);
    }
}
