package io.pulsefleet.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The process that listens on a TCP port of this host, as far as this user may know it.
 *
 * @param pid the process
 * @param name its short name, as {@code ps -o comm} tells it
 */
record Listener(long pid, String name) {

    private static final Path PROC = Path.of("/proc");
    private static final List<String> TABLES = List.of("net/tcp", "net/tcp6");
    private static final String LISTENS = "0A"; // TCP_LISTEN of the kernel's include/net/tcp_states.h

    /** Empty when nobody listens there, or when the process is another user's. */
    static Optional<Listener> on(int port) throws IOException {
        var inodes = inodes(port);
        if (inodes.isEmpty()) {
            return Optional.empty();
        }
        try (var processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (var process : processes) {
                if (holdsOne(process, inodes)) {
                    return Optional.of(new Listener(
                            Long.parseLong(process.getFileName().toString()),
                            Files.readString(process.resolve("comm")).strip()));
                }
            }
        }
        return Optional.empty();
    }

    /** Is there a socket that listens on the port, whosesoever it is? */
    static boolean isThere(int port) throws IOException {
        return !inodes(port).isEmpty();
    }

    private static Set<String> inodes(int port) throws IOException {
        var inodes = new HashSet<String>();
        for (var table : TABLES) {
            if (Files.isReadable(PROC.resolve(table))) {
                try (var lines = Files.lines(PROC.resolve(table))) {
                    inodes.addAll(inodes(lines, port));
                }
            }
        }
        return inodes;
    }

    /** The form of the lines: {@code proc(5)}, {@code /proc/net/tcp}. */
    static Set<String> inodes(Stream<String> table, int port) {
        var local = String.format(Locale.ROOT, ":%04X", port);
        return table.skip(1)
                .map(line -> line.strip().split("\\s+", -1))
                .filter(columns -> columns.length > 9 && columns[1].endsWith(local) && LISTENS.equals(columns[3]))
                .map(columns -> columns[9])
                .collect(Collectors.toSet());
    }

    private static boolean holdsOne(Path process, Set<String> inodes) {
        try (DirectoryStream<Path> open = Files.newDirectoryStream(process.resolve("fd"))) {
            for (var file : open) {
                var target = Files.readSymbolicLink(file).toString();
                if (target.startsWith("socket:[") && inodes.contains(target.substring(8, target.length() - 1))) {
                    return true;
                }
            }
            return false;
        } catch (IOException | UncheckedIOException | java.nio.file.DirectoryIteratorException goneOrNotOurs) {
            return false;
        }
    }
}
