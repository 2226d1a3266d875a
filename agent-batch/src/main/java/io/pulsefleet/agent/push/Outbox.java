package io.pulsefleet.agent.push;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import io.pulsefleet.agent.home.Durable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What waits for one receiver, on the disk.
 *
 * <pre>
 * push/prepared/000000000012-000.json   its segment is being written; it counts once that is there
 *      000000000012-000.json            to be sent, the oldest first, until the receiver has it
 *      refused/...                      what it will never take, as long as there is room
 * </pre>
 *
 * <p>(1) A letter is there once for each document of a sealed segment, whatever crashes. (2) It goes away only when the
 * receiver has it, when it will never take it, or when it is the oldest of a full box. (3) A file that was sent and is
 * there again after a power failure is sent again, with the same body. (4) What could not come to the disk waits in memory.
 */
final class Outbox {

    private static final Pattern FILE = Pattern.compile("(\\d{12})-\\d{3}\\.json");
    private static final int MOST_IN_MEMORY = 1_000;
    private static final long MOST_REFUSED_BYTES = 16L << 20;

    /** A small file takes a whole block of the disk. */
    private static final int BLOCK = 4096;

    private static final int MOST_OF_A_SEGMENT = 1_000;

    private final Path folder;
    private final Path prepared;
    private final Path refused;
    private final long limit;
    private final TreeMap<String, Long> waiting = new TreeMap<>();
    private final Deque<Letter> inMemory = new ArrayDeque<>();
    private final List<String> unsettled = new ArrayList<>();
    private boolean opened;
    private long bytes;
    private long evicted;
    private long refusals;

    Outbox(Path folder, long limit) {
        this.folder = folder;
        this.prepared = folder.resolve("prepared");
        this.refused = folder.resolve("refused");
        this.limit = limit;
    }

    /** What waits, and what will never arrive. */
    record Books(int letters, long bytes, long evicted, long refused) {}

    synchronized void prepare(long number, List<byte[]> bodies) throws IOException {
        for (int i = 0; i < Math.min(bodies.size(), MOST_OF_A_SEGMENT); i++) {
            Files.createDirectories(prepared);
            Durable.write(prepared.resolve(String.format(Locale.ROOT, "%012d-%03d.json", number, i)), bodies.get(i));
        }
    }

    /** What could not be moved now is moved before the next letter is asked for. */
    synchronized void sealed(long number) throws IOException {
        unsettled.addAll(preparedOf(number));
        move();
    }

    synchronized void drop(long number) throws IOException {
        for (var name : preparedOf(number)) {
            Files.deleteIfExists(prepared.resolve(name));
        }
    }

    /** Reads what there is; what was prepared and whose segment is not there never was. */
    synchronized void settle(Set<Long> onDisk) throws IOException {
        open();
        for (var name : namesIn(prepared)) {
            if (onDisk.contains(numberOf(name))) {
                unsettled.add(name);
            } else {
                Files.deleteIfExists(prepared.resolve(name));
            }
        }
        move();
    }

    /** Beside the disk. */
    synchronized void keep(List<byte[]> bodies) {
        for (var body : bodies) {
            inMemory.addLast(new Letter("", body));
            if (inMemory.size() > MOST_IN_MEMORY) {
                inMemory.removeFirst();
                evicted++;
            }
        }
    }

    /** The oldest; it stays until it is forgotten or set aside. */
    synchronized Optional<Letter> next() throws IOException {
        move();
        while (!waiting.isEmpty()) {
            var name = waiting.firstKey();
            try {
                return Optional.of(new Letter(name, Files.readAllBytes(folder.resolve(name))));
            } catch (NoSuchFileException gone) {
                takeOff(name); // by somebody's hand
                evicted++;
            }
        }
        return Optional.ofNullable(inMemory.peekFirst());
    }

    /** The receiver has it. */
    synchronized void forget(Letter letter) throws IOException {
        if (isInMemory(letter)) {
            inMemory.remove(letter);
        } else {
            Files.deleteIfExists(folder.resolve(letter.name()));
            takeOff(letter.name());
        }
    }

    /** It will never take it. */
    synchronized void setAside(Letter letter) throws IOException {
        refusals++;
        if (isInMemory(letter)) {
            inMemory.remove(letter);
            return;
        }
        Files.createDirectories(refused);
        if (Files.exists(folder.resolve(letter.name()))) {
            Files.move(folder.resolve(letter.name()), refused.resolve(letter.name()), ATOMIC_MOVE);
        }
        takeOff(letter.name());
        thinOutRefused();
    }

    synchronized Books books() {
        return new Books(waiting.size() + inMemory.size(), bytes, evicted, refusals);
    }

    Path refusedFolder() {
        return refused;
    }

    private static boolean isInMemory(Letter letter) {
        return letter.name().isEmpty();
    }

    private void open() throws IOException {
        if (!opened) {
            for (var name : namesIn(folder)) {
                add(name, Files.size(folder.resolve(name)));
            }
            refusals = namesIn(refused).size();
            opened = true;
        }
    }

    private void move() throws IOException {
        while (!unsettled.isEmpty()) {
            var name = unsettled.get(0);
            var file = prepared.resolve(name);
            if (Files.exists(file)) {
                var size = Files.size(file);
                makeRoomFor(size);
                Durable.move(file, folder.resolve(name));
                add(name, size);
            }
            unsettled.remove(0);
        }
    }

    private void makeRoomFor(long size) throws IOException {
        while (!waiting.isEmpty() && bytes + blocksOf(size) > limit) {
            var oldest = waiting.firstKey();
            Files.deleteIfExists(folder.resolve(oldest));
            takeOff(oldest);
            evicted++;
        }
    }

    private void add(String name, long size) {
        var before = waiting.put(name, blocksOf(size));
        bytes += blocksOf(size) - (before == null ? 0 : before);
    }

    private void takeOff(String name) {
        var size = waiting.remove(name);
        bytes -= size == null ? 0 : size;
    }

    private void thinOutRefused() throws IOException {
        var names = namesIn(refused);
        var sum = 0L;
        for (int newest = names.size() - 1; newest >= 0; newest--) {
            sum += Files.size(refused.resolve(names.get(newest)));
            if (sum > MOST_REFUSED_BYTES) {
                Files.delete(refused.resolve(names.get(newest)));
            }
        }
    }

    private List<String> preparedOf(long number) throws IOException {
        return namesIn(prepared).stream()
                .filter(name -> numberOf(name) == number)
                .toList();
    }

    /** Sorted; those that a write was broken off at are none. */
    private static List<String> namesIn(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> FILE.matcher(name).matches())
                    .sorted()
                    .toList();
        }
    }

    private static long numberOf(String name) {
        return Long.parseLong(name.substring(0, 12));
    }

    private static long blocksOf(long size) {
        return (size + BLOCK - 1) / BLOCK * BLOCK;
    }
}
