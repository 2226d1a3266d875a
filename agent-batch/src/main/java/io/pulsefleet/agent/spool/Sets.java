package io.pulsefleet.agent.spool;

import io.pulsefleet.agent.home.Durable;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.MetricSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The definitions that waiting frames name, each a file named by its hash; in memory while the folder is away. */
final class Sets {

    private static final String FILE = ".json";

    private final Path folder;

    /** Hashes of those on disk; the one that was used last stands last. */
    private final Set<String> kept = new LinkedHashSet<>();

    private final Map<String, byte[]> held = new LinkedHashMap<>();
    private long heldBytes;

    Sets(Path folder) {
        this.folder = folder;
    }

    /** Sees what is on disk, and puts there what was held. */
    void open() throws IOException {
        Files.createDirectories(folder);
        kept.clear();
        try (var files = Files.newDirectoryStream(folder)) {
            for (var file : files) {
                var name = file.getFileName().toString();
                if (name.endsWith(FILE)) {
                    kept.add(name.substring(0, name.length() - FILE.length()));
                } else {
                    Files.delete(file);
                }
            }
        }
        for (var each = held.entrySet().iterator(); each.hasNext(); ) {
            var set = each.next();
            write(set.getKey(), Gzip.unpack(set.getValue(), MetricSet.class));
            heldBytes -= set.getValue().length;
            each.remove();
        }
    }

    /** On the disk when this returns. */
    void keep(String hash, MetricSet set) throws IOException {
        if (kept.remove(hash)) {
            kept.add(hash);
        } else {
            write(hash, set);
        }
    }

    private void write(String hash, MetricSet set) throws IOException {
        Durable.write(fileOf(hash), Json.bytes(set));
        kept.add(hash);
    }

    void hold(String hash, MetricSet set) {
        if (!held.containsKey(hash) && !kept.contains(hash)) {
            var packed = Gzip.pack(set);
            held.put(hash, packed);
            heldBytes += packed.length;
        }
    }

    Optional<MetricSet> find(String hash) throws IOException {
        if (held.containsKey(hash)) {
            return Optional.of(Gzip.unpack(held.get(hash), MetricSet.class));
        }
        try {
            return Optional.of(Json.read(Files.readAllBytes(fileOf(hash)), MetricSet.class));
        } catch (NoSuchFileException gone) {
            kept.remove(hash); // the next visit that uses it writes it anew
            return Optional.empty();
        }
    }

    long heldBytes() {
        return heldBytes;
    }

    /** Lets go of the oldest of those held until they take no more than this. */
    void shrinkHeldTo(long limit) {
        var oldest = held.values().iterator();
        while (heldBytes > limit && oldest.hasNext()) {
            heldBytes -= oldest.next().length;
            oldest.remove();
        }
    }

    /** For when no frame waits: those that were not used for longest go, until so many are left. */
    void thinOut(int most) throws IOException {
        for (Iterator<String> oldest = kept.iterator(); kept.size() > most && oldest.hasNext(); ) {
            Files.deleteIfExists(fileOf(oldest.next()));
            oldest.remove();
        }
    }

    private Path fileOf(String hash) {
        return folder.resolve(hash + FILE);
    }
}
