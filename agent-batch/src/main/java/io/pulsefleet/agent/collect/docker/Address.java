package io.pulsefleet.agent.collect.docker;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the daemon listens, as a setting says it: {@code /var/run/docker.sock} or {@code unix:///var/run/docker.sock}.
 *
 * @param socket empty where the text names no socket of this host: {@code tcp://...}, {@code ssh://...}
 */
record Address(String given, Optional<Path> socket) {

    private static final String UNIX = "unix://";

    static Address of(String text) {
        var path = text.startsWith(UNIX) ? text.substring(UNIX.length()) : text;
        return new Address(
                text, path.startsWith("/") ? Optional.of(Path.of(path).normalize()) : Optional.empty());
    }

    /** What can be seen of it without a word to anyone. */
    Sight sight() {
        return socket.map(path -> new Sight(true, Files.notExists(path), Files.isWritable(path)))
                .orElse(new Sight(false, true, false));
    }

    /**
     * @param absent it is certain that nothing is there
     * @param writable connecting wants the right to write
     */
    record Sight(boolean local, boolean absent, boolean writable) {}

    @Override
    public String toString() {
        return socket.map(Path::toString).orElse(given);
    }
}
