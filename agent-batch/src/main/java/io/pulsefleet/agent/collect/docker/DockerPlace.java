package io.pulsefleet.agent.collect.docker;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.pulsefleet.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one visit leaves to the next. It is sealed together with the events, so each of these is told once.
 *
 * @param until events up to this moment, included, were told
 * @param runs containers that run, by short id, and since when; {@link Instant#EPOCH} where that was not seen yet
 * @param counts events so far, by name
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record DockerPlace(Instant until, SortedMap<String, Instant> runs, SortedMap<String, Long> counts) {

    DockerPlace {
        if (until == null || runs == null || counts == null) {
            throw new IllegalArgumentException("until: the place is not whole");
        }
        runs = Collections.unmodifiableSortedMap(new TreeMap<>(runs));
        counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
    }

    /** @throws IOException when it is no such place */
    static DockerPlace read(String text) throws IOException {
        return Json.read(text.getBytes(StandardCharsets.UTF_8), DockerPlace.class);
    }

    String asText() {
        return new String(Json.bytes(this), StandardCharsets.UTF_8);
    }
}
