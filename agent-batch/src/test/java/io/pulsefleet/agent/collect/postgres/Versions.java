package io.pulsefleet.agent.collect.postgres;

import io.pulsefleet.embedded.Scratch;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The PostgreSQL versions that tests run against: the embedded one, and those whose programs Maven has put into target. */
final class Versions {

    static final int EMBEDDED = 18;

    private static final Path JARS = Path.of("target/postgres-jars");

    private Versions() {}

    /** Newest first. */
    static List<Integer> all() {
        return List.of(EMBEDDED, 17, 16, 15, 14, 13, 12);
    }

    static Scratch start(int version, Path folder, Map<String, String> settings) throws IOException {
        return Scratch.start(folder, Path.of("target/programs"), jarOf(version), freePort(), settings);
    }

    private static Optional<Path> jarOf(int version) throws IOException {
        if (version == EMBEDDED) {
            return Optional.empty();
        }
        try (var jars = Files.list(JARS)) {
            return Optional.of(jars.filter(jar -> jar.getFileName().toString().contains("-" + version + "."))
                    .findFirst()
                    .orElseThrow());
        }
    }

    static int freePort() throws IOException {
        try (var free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }
}
