package io.pulsefleet.agent.home;

import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.UnreadableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What is kept of the hub's settings, on disk. */
public record KeptFile(Path path) {

    /** Nothing where there is none, or none that can be understood: the hub will offer it again. */
    public Kept read() throws IOException {
        if (!Files.exists(path)) {
            return Kept.NOTHING;
        }
        try {
            return Json.read(Files.readAllBytes(path), Kept.class);
        } catch (UnreadableException damaged) {
            return Kept.NOTHING;
        }
    }

    public void write(Kept kept) throws IOException {
        Files.createDirectories(path.getParent());
        Durable.writeSecret(path, Json.bytes(kept));
    }
}
