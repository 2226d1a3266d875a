package io.pulsefleet.agent.fleet;

import io.pulsefleet.agent.home.Durable;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.Plan;
import io.pulsefleet.wire.UnreadableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The newest plan on disk, so that it is followed while the hub is away. It holds passwords: only its owner may read it. */
record PlanFile(Path path) {

    /** Empty where there is none, or none that can be understood: the hub will tell it again. */
    Optional<Plan> read() throws IOException {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.read(Files.readAllBytes(path), Plan.class));
        } catch (UnreadableException damaged) {
            return Optional.empty();
        }
    }

    void write(Plan plan) throws IOException {
        Files.createDirectories(path.getParent());
        Durable.writeSecret(path, Json.bytes(plan));
    }
}
