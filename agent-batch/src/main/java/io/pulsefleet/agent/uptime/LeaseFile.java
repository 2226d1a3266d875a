package io.pulsefleet.agent.uptime;

import io.pulsefleet.agent.home.Durable;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.UnreadableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The lease on disk, so that a prober that starts while the hub is away goes on. It holds secrets: only its owner may read it. */
record LeaseFile(Path path) {

    /** Empty where there is none for this datacenter, or none that can be understood: the hub will tell it again. */
    Optional<KeptLease> read(String datacenter) throws IOException {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.read(Files.readAllBytes(path), KeptLease.class))
                    .filter(lease -> datacenter.equals(lease.datacenter()) && lease.monitors() != null);
        } catch (UnreadableException damaged) {
            return Optional.empty();
        }
    }

    void write(KeptLease lease) throws IOException {
        Files.createDirectories(path.getParent());
        Durable.writeSecret(path, Json.bytes(lease));
    }

    void remove() throws IOException {
        Files.deleteIfExists(path);
    }
}
