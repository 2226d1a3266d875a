package io.pulsefleet.agent.collect.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pulsefleet.settings.Settings;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The files in which the kernel tells of a host, below the host's root folder. A test has one with recorded files in it.
 *
 * <p>(1) A file is read whole, up to {@link #MOST_BYTES}. (2) {@link #read} is for what every kernel has; it fails where
 * that cannot be read. (3) {@link #find} is for what a host may have or not: a file that is not there, that this kernel
 * does not support, or that this agent may not read tells nothing, and nothing is made of it.
 */
@Dependent
public final class KernelFiles {

    private static final int MOST_BYTES = 8 << 20;

    /** A folder of more entries is not read further. */
    private static final int MOST_ENTRIES = 100_000;

    private final Path root;

    /** The process whose view of the network and of the mounts is meant. */
    private final String whose;

    @Inject
    public KernelFiles(Settings settings) {
        this(settings.get(HostConfig.ROOT));
    }

    public KernelFiles(Path root) {
        this.root = root;
        this.whose = isOwn() ? "self" : "1";
    }

    /** Whether it is the file system that this agent itself lives in. */
    public boolean isOwn() {
        return root.equals(Path.of("/"));
    }

    /** @param name as {@code proc/stat} */
    public String read(String name) throws IOException {
        try (var in = new FileInputStream(path(name).toFile())) {
            return new String(in.readNBytes(MOST_BYTES), UTF_8);
        }
    }

    public Optional<String> find(String name) {
        try {
            return Optional.of(read(name));
        } catch (IOException tellsNothing) {
            return Optional.empty();
        }
    }

    /** One line, without its end. */
    public Optional<String> findLine(String name) {
        return find(name).map(String::strip).filter(line -> !line.isEmpty());
    }

    public Optional<Long> findNumber(String name) {
        return findLine(name).flatMap(KernelFiles::number);
    }

    private static Optional<Long> number(String line) {
        try {
            return Optional.of(Long.valueOf(line));
        } catch (NumberFormatException isNone) { // "max", say
            return Optional.empty();
        }
    }

    /** A table about the network that the host's first process is in, or this agent: {@code dev}, {@code snmp}. */
    public String net(String table) {
        return "proc/" + whose + "/net/" + table;
    }

    public String mounts() {
        return "proc/" + whose + "/mounts";
    }

    /** The names in a folder, in no order; none where it cannot be read. */
    public List<String> list(String folder) {
        var names = new ArrayList<String>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path(folder))) {
            for (var entry : entries) {
                if (names.size() == MOST_ENTRIES) {
                    break;
                }
                names.add(entry.getFileName().toString());
            }
        } catch (IOException | java.nio.file.DirectoryIteratorException tellsNothing) {
            return List.copyOf(names);
        }
        return names;
    }

    public boolean has(String name) {
        return Files.exists(path(name));
    }

    /** Where a path of the host's is for this agent. */
    public Path path(String name) {
        return root.resolve(name.startsWith("/") ? name.substring(1) : name);
    }
}
