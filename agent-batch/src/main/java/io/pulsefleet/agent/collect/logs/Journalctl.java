package io.pulsefleet.agent.collect.logs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pulsefleet.agent.collect.command.Command;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * {@code journalctl} that runs on, and tells entries as they come. What is not taken from it waits in the journal: it writes
 * no further than a pipe holds.
 */
final class Journalctl implements Closeable {

    /** An entry that is longer is left out. */
    private static final int LONGEST = 1 << 20;

    private static final int MOST_ERRORS = 4096;
    private static final Map<String, String> ENVIRONMENT =
            Map.of("PATH", "/usr/local/bin:/usr/bin:/bin", "LANG", "C.UTF-8");

    private final Process process;
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private byte[] read = new byte[0];
    private int at;
    private boolean tooLong;

    private Journalctl(Process process) {
        this.process = process;
    }

    /**
     * The place of the newest entry; empty where there is none yet.
     *
     * @throws IOException when there is no such program, or it fails
     */
    static Optional<String> newest(List<String> where) throws IOException {
        var outcome = new Command(
                        words(where, List.of("-n", "1", "--output-fields=PRIORITY")),
                        ENVIRONMENT,
                        Duration.ofSeconds(20),
                        LONGEST,
                        true)
                .run();
        if (outcome.end() == Command.End.NOT_THERE) {
            throw new IOException("journalctl is not there");
        }
        if (!outcome.isWell()) {
            throw new IOException(
                    outcome.errors().isBlank()
                            ? "journalctl does not answer"
                            : outcome.errors().strip());
        }
        var line = outcome.output().lines().filter(one -> one.startsWith("{")).findFirst();
        return line.isEmpty()
                ? Optional.empty()
                : Optional.of(JournalEntry.read(line.get().getBytes(UTF_8), new Line())
                        .cursor());
    }

    /** @param cursor behind which it begins; empty: with the first that there is */
    static Journalctl follow(List<String> where, String cursor) throws IOException {
        var how = new ArrayList<>(List.of("-f", "--all", "--output-fields=" + String.join(",", JournalEntry.FIELDS)));
        how.add(cursor.isEmpty() ? "--no-tail" : "--after-cursor=" + cursor);
        var builder = new ProcessBuilder(words(where, how)).redirectInput(new File("/dev/null"));
        builder.environment().clear();
        builder.environment().putAll(ENVIRONMENT);
        return new Journalctl(builder.start());
    }

    private static List<String> words(List<String> where, List<String> how) {
        var words = new ArrayList<>(List.of("journalctl", "--no-pager", "-o", "json"));
        words.addAll(where);
        words.addAll(how);
        return words;
    }

    /** The next entry that is whole, without waiting for one. */
    Optional<byte[]> next() throws IOException {
        while (true) {
            for (int end = at; end < read.length; end++) {
                if (read[end] == '\n') {
                    take(end);
                    at = end + 1;
                    var whole = begun.toByteArray();
                    begun.reset();
                    var isEntry = !tooLong && whole.length > 0 && whole[0] == '{';
                    tooLong = false;
                    if (isEntry) {
                        return Optional.of(whole);
                    }
                }
            }
            take(read.length);
            var in = process.getInputStream();
            read = in.readNBytes(Math.min(in.available(), LONGEST));
            at = 0;
            if (read.length == 0) {
                return Optional.empty();
            }
        }
    }

    private void take(int end) {
        if (begun.size() + end - at > LONGEST) {
            tooLong = true;
            begun.reset();
        }
        if (!tooLong) {
            begun.write(read, at, end - at);
        }
    }

    boolean hasEnded() {
        return !process.isAlive();
    }

    /** What it said as errors until now. */
    String errors() throws IOException {
        InputStream in = process.getErrorStream();
        var more = in.readNBytes(Math.min(in.available(), LONGEST));
        errors.write(more, 0, Math.min(more.length, MOST_ERRORS - errors.size()));
        return errors.toString(UTF_8).strip();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(1, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
