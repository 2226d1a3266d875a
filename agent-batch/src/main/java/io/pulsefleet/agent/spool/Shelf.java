package io.pulsefleet.agent.spool;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static java.util.Comparator.comparingLong;

import io.pulsefleet.agent.home.Durable;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.UnreadableException;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipException;

/**
 * The spool's folder: moves bytes and names, decides nothing.
 *
 * <pre>
 * spool/000000000012.1763719200123.mhq3k2x1-7f3a-1-12.124.json.gz   number, sealed at, name, readings
 *       refused/...                                                 what the hub will never take
 *       000000000013.1763719200123.mhq3k2x1-7f3a-2-1.9.p512.json.gz ... places stand behind its first 512 bytes, gzipped too
 *       tally.json  places.json  sets/HASH.json  lock
 * </pre>
 */
final class Shelf implements Closeable {

    private static final String SEGMENT = ".json.gz";
    private static final long MOST_REFUSED_BYTES = 16L << 20;

    private final Path folder;
    private final Path refused;
    private FileLock lock;

    Shelf(Path folder) {
        this.folder = folder;
        this.refused = folder.resolve("refused");
    }

    /**
     * Makes the folder, if need be, and makes it ours.
     *
     * @throws TakenException when it is another agent's
     */
    void take() throws IOException {
        Files.createDirectories(refused);
        var file = folder.resolve("lock");
        if (lock != null && lock.isValid() && Files.exists(file)) {
            return;
        }
        close();
        var channel = FileChannel.open(file, CREATE, WRITE);
        lock = lock(channel);
        if (lock == null) {
            channel.close();
            throw new TakenException(folder);
        }
    }

    private static FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException byOurselves) {
            return null;
        }
    }

    /**
     * Oldest first.
     *
     * @param leaving the numbers of segments that are counted as gone: they are removed, and not among these
     */
    List<Segment> segments(List<Long> leaving) throws IOException {
        var segments = new ArrayList<Segment>();
        try (var files = Files.newDirectoryStream(folder)) {
            for (var file : files) {
                var name = file.getFileName().toString();
                if (name.endsWith(Durable.PART)) {
                    Files.delete(file);
                } else if (name.endsWith(SEGMENT)) {
                    Segment.ofFile(name, Files.size(file)).ifPresent(segments::add);
                }
            }
        }
        var left = segments.stream()
                .filter(segment -> leaving.contains(segment.number()))
                .toList();
        for (var segment : left) {
            remove(segment);
        }
        segments.removeAll(left);
        segments.sort(comparingLong(Segment::number));
        return segments;
    }

    void store(Packed packed) throws IOException {
        Durable.write(
                fileOf(packed.segment()),
                packed.segment().carriesPlaces()
                        ? together(packed.content(), Gzip.pack(packed.places()))
                        : packed.content());
    }

    private static byte[] together(byte[] content, byte[] places) {
        var all = Arrays.copyOf(content, content.length + places.length);
        System.arraycopy(places, 0, all, content.length, places.length);
        return all;
    }

    byte[] read(Segment segment) throws IOException {
        var all = Files.readAllBytes(fileOf(segment));
        return segment.carriesPlaces() ? Arrays.copyOf(all, segment.bytes()) : all;
    }

    /** @throws BrokenPlacesException when nobody can make sense of them */
    Places placesOf(Segment segment) throws IOException {
        var all = Files.readAllBytes(fileOf(segment));
        try {
            return Gzip.unpack(Arrays.copyOfRange(all, segment.bytes(), all.length), Places.class);
        } catch (ZipException | EOFException | UnreadableException broken) {
            throw new BrokenPlacesException(segment.file() + " does not say how far was read", broken);
        }
    }

    /** @throws BrokenPlacesException when nobody can make sense of them; they lie in {@code places.json.broken} then */
    Places places() throws IOException {
        var file = folder.resolve("places.json");
        try {
            return Files.exists(file) ? Json.read(Files.readAllBytes(file), Places.class) : Places.NONE;
        } catch (UnreadableException broken) {
            Files.move(file, folder.resolve("places.json.broken"), ATOMIC_MOVE, REPLACE_EXISTING);
            throw new BrokenPlacesException(file + " is broken (" + broken.getMessage() + ")", broken);
        }
    }

    void keep(Places places) throws IOException {
        Durable.write(folder.resolve("places.json"), Json.bytes(places));
    }

    /** Not forced to the disk: should it be there again after a crash, the tally names it. */
    void remove(Segment segment) throws IOException {
        Files.deleteIfExists(fileOf(segment));
    }

    void setAside(Segment segment) throws IOException {
        Files.move(fileOf(segment), refused.resolve(segment.file()), ATOMIC_MOVE);
        thinOutRefused();
    }

    private void thinOutRefused() throws IOException {
        List<Path> files;
        try (var found = Files.list(refused)) {
            files = found.sorted().toList();
        }
        var bytes = 0L;
        for (int newest = files.size() - 1; newest >= 0; newest--) {
            bytes += Files.size(files.get(newest));
            if (bytes > MOST_REFUSED_BYTES) {
                Files.delete(files.get(newest));
            }
        }
    }

    /** Empty where the folder is new. */
    Optional<Tally> tally() throws IOException {
        var file = folder.resolve("tally.json");
        return Files.exists(file) ? Optional.of(Json.read(Files.readAllBytes(file), Tally.class)) : Optional.empty();
    }

    void keep(Tally tally) throws IOException {
        Durable.write(folder.resolve("tally.json"), Json.bytes(tally));
    }

    /** False: the whole folder is away, and nothing can be said about the files that were in it. */
    boolean isThere() {
        return Files.isDirectory(folder);
    }

    private Path fileOf(Segment segment) {
        return folder.resolve(segment.file());
    }

    @Override
    public void close() throws IOException {
        if (lock != null) {
            lock.acquiredBy().close();
            lock = null;
        }
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
