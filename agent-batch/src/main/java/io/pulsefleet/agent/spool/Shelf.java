package io.pulsefleet.agent.spool;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static java.util.Comparator.comparingLong;

import io.pulsefleet.agent.home.Durable;
import io.pulsefleet.wire.Json;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The spool's folder: moves bytes and names, decides nothing.
 *
 * <pre>
 * spool/000000000012.1763719200123.mhq3k2x1-7f3a-1-12.124.json.gz   number, sealed at, name, readings
 *       refused/...                                                 what the hub will never take
 *       tally.json  sets/HASH.json  lock
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

    void store(Segment segment, byte[] content) throws IOException {
        Durable.write(fileOf(segment), content);
    }

    byte[] read(Segment segment) throws IOException {
        return Files.readAllBytes(fileOf(segment));
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
