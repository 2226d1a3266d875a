package io.pulsefleet.agent.collect.logs;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.pulsefleet.agent.collect.tail.Marks;
import io.pulsefleet.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one visit leaves to the next: how far each source was read, and what was counted up to there. It is sealed together
 * with the lines, so each is told, and counted, once.
 *
 * @param at of the last visit; null before the first
 * @param bursts logins that failed of late, by the address that they came from
 * @param events of security, by type
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record LogsPlace(
        Instant at, SortedMap<String, Read> sources, SortedMap<String, Burst> bursts, SortedMap<String, Long> events) {

    /**
     * @param inLongLine inodes of files whose marks stand in a line that is too long; its beginning was told
     * @param cursor of the journal's entry that was told last, empty before the first; null where it is no journal
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Read(Marks marks, List<Long> inLongLine, Counts counts, String cursor) {

        Read(Marks marks, List<Long> inLongLine, Counts counts) {
            this(marks, inLongLine, counts, null);
        }

        @JsonCreator
        Read {
            if (marks == null || inLongLine == null || counts == null) {
                throw new IllegalArgumentException("marks: the place is not whole");
            }
            inLongLine = List.copyOf(inLongLine);
        }
    }

    static final LogsPlace NONE = new LogsPlace(null, new TreeMap<>(), new TreeMap<>(), new TreeMap<>());

    LogsPlace {
        if (sources == null || bursts == null || events == null) {
            throw new IllegalArgumentException("sources: the place is not whole");
        }
        sources = sorted(sources);
        bursts = sorted(bursts);
        events = sorted(events);
    }

    private static <T> SortedMap<String, T> sorted(Map<String, T> map) {
        return Collections.unmodifiableSortedMap(new TreeMap<>(map));
    }

    /** @throws IOException when it is no such place */
    static LogsPlace read(String text) throws IOException {
        return Json.read(text.getBytes(StandardCharsets.UTF_8), LogsPlace.class);
    }

    String asText() {
        return new String(Json.bytes(this), StandardCharsets.UTF_8);
    }
}
