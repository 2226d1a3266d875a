package io.pulsefleet.agent.collect.logs;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A writer that never rests, a file that is rotated in every way, and a reader that is killed with kill -9 in between: no
 * line is lost, none is there twice (SP-02, SP-12). {@code -Dlogs.rotations=100} for more of them.
 */
class RotationTest {

    private static final int ROTATIONS = Integer.getInteger("logs.rotations", 4);
    private static final int WRITTEN_BETWEEN = 20_000;
    private static final long SEED = 7;
    private static final FileAttribute<?> OWNERS =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    @TempDir
    Path folder;

    private final Random random = new Random(SEED);
    private Path log;
    private Path segments;
    private int written;
    private int kills;

    @Test
    void noLineIsLostAndNoneIsThereTwice() throws Exception {
        log = folder.resolve("app.log");
        segments = Files.createDirectory(folder.resolve("segments"));
        prepare(log, segments);
        write(100);
        var reader = start();
        try {
            for (int rotation = 0; rotation < ROTATIONS; rotation++) {
                int kill = random.nextInt(3 * WRITTEN_BETWEEN);
                for (int at = 0; at < WRITTEN_BETWEEN; at += 500) {
                    write(500);
                    if (at <= kill && kill < at + 500) {
                        reader = killAndStart(reader);
                    }
                }
                if (rotation % 3 == 1) {
                    reader.destroyForcibly().waitFor(); // it is away while the file is rotated
                    rotate(rotation);
                    reader = killAndStart(reader);
                } else {
                    rotate(rotation);
                }
            }
            write(100);
            awaitAll();
        } finally {
            reader.destroyForcibly().waitFor();
        }
        var texts = new java.util.ArrayList<String>();
        for (int i = 0; i < KilledReader.count(segments); i++) {
            texts.addAll(KilledReader.read(segments, i).texts());
        }
        var numbers = texts.stream()
                .map(text -> Integer.valueOf(text.substring(0, text.indexOf(' '))))
                .sorted()
                .toList();
        System.out.printf(
                "%d rotations, %d kills, %,d lines written, %,d read, %,d of them once%n",
                ROTATIONS,
                kills,
                written,
                numbers.size(),
                numbers.stream().distinct().count());
        assertThat(numbers).hasSize(written).doesNotHaveDuplicates();
        assertThat(numbers.get(written - 1)).isEqualTo(written - 1);
        check();
    }

    /** Before anything is written. */
    void prepare(Path log, Path segments) throws Exception {}

    /** When all is read. */
    void check() throws Exception {}

    /** What reads it. */
    List<String> reader(Path log, Path segments) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                KilledReader.class.getName(),
                log.toString(),
                segments.toString());
    }

    private Process start() throws IOException {
        return new ProcessBuilder(reader(log, segments))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("reader.out").toFile())
                .start();
    }

    private Process killAndStart(Process reader) throws IOException, InterruptedException {
        reader.destroyForcibly().waitFor();
        kills++;
        return start();
    }

    private void write(int lines) throws IOException {
        var text = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            text.append(written++).append(" is a line that somebody writes into the log of a busy program\n");
        }
        if (Files.notExists(log)) {
            Files.createFile(log, OWNERS); // as many logs are, of what concerns security
        }
        Files.writeString(log, text, StandardCharsets.US_ASCII, APPEND);
    }

    /** Renamed; renamed and packed at once; copied and truncated. The older ones move on, and are packed. */
    private void rotate(int rotation) throws IOException {
        for (int i = 200; i > 0; i--) {
            for (var ending : new String[] {"", ".gz"}) {
                var from = folder.resolve("app.log." + i + ending);
                if (Files.exists(from)) {
                    Files.move(from, folder.resolve("app.log." + (i + 1) + ending));
                }
            }
        }
        pack(folder.resolve("app.log.2"));
        var first = folder.resolve("app.log.1");
        if (rotation % 3 == 2) {
            Files.write(Files.createFile(first, OWNERS), Files.readAllBytes(log));
            Files.newOutputStream(log, TRUNCATE_EXISTING).close();
        } else {
            Files.move(log, first);
            if (rotation % 2 == 0) {
                pack(first);
            }
        }
    }

    private static void pack(Path file) throws IOException {
        if (Files.exists(file)) {
            var packed = Path.of(file + ".gz");
            Files.createFile(packed, OWNERS);
            try (var out = new GZIPOutputStream(Files.newOutputStream(packed))) {
                Files.copy(file, out);
            }
            Files.setLastModifiedTime(packed, Files.getLastModifiedTime(file));
            Files.delete(file);
        }
    }

    /** Until as many were read as were written, or no more come. */
    private void awaitAll() throws IOException {
        int quiet = 0;
        int seen = -1;
        int lines = 0;
        int counted = 0;
        while (lines < written && quiet < 600) {
            for (int count = KilledReader.count(segments); counted < count; counted++) {
                lines += KilledReader.read(segments, counted).texts().size();
            }
            quiet = lines == seen ? quiet + 1 : 0;
            seen = lines;
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }
}
