package io.pulsefleet.agent.collect.docker;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.pulsefleet.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What one visit leaves to the next. It is sealed together with the events, so each of these is told once.
 *
 * @param until events up to this moment, included, were told
 * @param runs containers that run, by short id, and since when; {@link Instant#EPOCH} where that was not seen yet
 * @param counts events so far, by name
 * @param deaths by short id, those of which nobody has said yet whether they were for want of memory
 * @param starved short ids of containers of whose present run, or last one, that was told
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record DockerPlace(
        Instant until,
        SortedMap<String, Instant> runs,
        SortedMap<String, Long> counts,
        SortedMap<String, Death> deaths,
        SortedSet<String> starved) {

    /** @param starved whether the container itself says so */
    record Death(Instant at, boolean starved) {}

    DockerPlace {
        if (until == null || runs == null || counts == null) {
            throw new IllegalArgumentException("until: the place is not whole");
        }
        runs = Collections.unmodifiableSortedMap(new TreeMap<>(runs));
        counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
        deaths = Collections.unmodifiableSortedMap(deaths == null ? new TreeMap<>() : new TreeMap<>(deaths));
        starved = Collections.unmodifiableSortedSet(starved == null ? new TreeSet<>() : new TreeSet<>(starved));
    }

    /** @throws IOException when it is no such place */
    static DockerPlace read(String text) throws IOException {
        return Json.read(text.getBytes(StandardCharsets.UTF_8), DockerPlace.class);
    }

    String asText() {
        return new String(Json.bytes(this), StandardCharsets.UTF_8);
    }
}
