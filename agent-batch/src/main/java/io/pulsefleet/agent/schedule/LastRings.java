package io.pulsefleet.agent.schedule;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.pulsefleet.agent.home.Durable;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.UnreadableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** When each job was rung for last, across restarts; only of those that make up for what they missed. */
final class LastRings {

    /** As it lies on disk. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Kept(Map<String, Instant> rung) {

        Kept {
            rung = rung == null ? new TreeMap<>() : new TreeMap<>(rung);
        }
    }

    private final Path file;
    private final Kept kept;

    /** What cannot be read was never rung: nothing is made up for then. */
    LastRings(Path file) throws IOException {
        this.file = file;
        kept = read(file);
    }

    private static Kept read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return new Kept(null);
        }
        try {
            return Json.read(Files.readAllBytes(file), Kept.class);
        } catch (UnreadableException damaged) {
            return new Kept(null);
        }
    }

    synchronized Optional<Instant> of(String job) {
        return Optional.ofNullable(kept.rung().get(job));
    }

    synchronized boolean isOlder(String job, Instant moment) {
        return of(job).filter(last -> last.isAfter(moment)).isEmpty();
    }

    synchronized void keep(String job, Instant at) throws IOException {
        kept.rung().put(job, at);
        Files.createDirectories(file.getParent());
        Durable.write(file, Json.bytes(kept));
    }
}
