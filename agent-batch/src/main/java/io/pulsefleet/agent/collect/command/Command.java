package io.pulsefleet.agent.collect.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program to be run, without a shell.
 *
 * <p>(1) It is given {@code /dev/null} to read, and what it says as errors is left alone. (2) After the time-out, and when
 * it prints more than the limit, it and all that it started are killed. (3) A child that it leaves behind with its output
 * open holds nobody up: the end of the program is the end.
 *
 * @param environment what it has beside the agent's own
 * @param mostBytes of output
 */
public record Command(List<String> words, Map<String, String> environment, Duration timeout, int mostBytes) {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(2);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(20);

    /** What became of it. */
    public enum End {
        /** It ended by itself; its exit code says how well. */
        ENDED,
        TOO_SLOW,
        TOO_LONG,
        /** There is no such program, or it may not be run. */
        NOT_THERE
    }

    /** @param output what it printed until then */
    public record Outcome(End end, int exitCode, String output) {

        public boolean isWell() {
            return end == End.ENDED && exitCode == 0;
        }
    }

    public Command {
        words = List.copyOf(words);
        environment = Map.copyOf(environment);
    }

    /** @throws IOException when this thread is interrupted; the program is killed then */
    public Outcome run() throws IOException {
        var builder = new ProcessBuilder(words)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment);
        Process process;
        try {
            process = builder.start();
        } catch (IOException notStarted) {
            return new Outcome(End.NOT_THERE, -1, "");
        }
        try {
            return read(process);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException(words.get(0) + ": was interrupted", stopped);
        } finally {
            kill(process);
        }
    }

    private Outcome read(Process process) throws IOException, InterruptedException {
        var output = new ByteArrayOutputStream();
        var deadline = System.nanoTime() + timeout.toNanos();
        var pause = FIRST_PAUSE.toMillis();
        var in = process.getInputStream();
        while (true) {
            var hasEnded = !process.isAlive(); // asked before reading: what it printed last is not lost
            if (!drain(in, output)) {
                return new Outcome(End.TOO_LONG, -1, output.toString(UTF_8));
            }
            if (hasEnded) {
                return new Outcome(End.ENDED, process.exitValue(), output.toString(UTF_8));
            }
            if (System.nanoTime() - deadline > 0) {
                return new Outcome(End.TOO_SLOW, -1, output.toString(UTF_8));
            }
            if (process.waitFor(pause, TimeUnit.MILLISECONDS)) {
                continue;
            }
            pause = Math.min(2 * pause, LONGEST_PAUSE.toMillis());
        }
    }

    /** What is there, without waiting for more; false when it is more than the limit. */
    private boolean drain(InputStream in, ByteArrayOutputStream output) throws IOException {
        for (var waiting = in.available(); waiting > 0; waiting = in.available()) {
            output.write(in.readNBytes(Math.min(waiting, mostBytes + 1 - output.size())));
            if (output.size() > mostBytes) {
                return false;
            }
        }
        return true;
    }

    private static void kill(Process process) {
        if (process.isAlive()) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
