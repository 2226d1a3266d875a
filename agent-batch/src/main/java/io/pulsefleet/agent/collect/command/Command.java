package io.pulsefleet.agent.collect.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A program to be run, without a shell.
 *
 * <p>(1) It is given {@code /dev/null} to read. (2) After the time-out, and when it prints more than the limit, it and all
 * that it started are killed. (3) A child that it leaves behind with its output open holds nobody up: the end of the program
 * is the end. (4) A stranger, a program that is not ours, is given nothing of the agent's environment; and nothing that it
 * started outlives it, but what made itself a session of its own.
 *
 * @param environment what it has: beside the agent's own, or alone if it is a stranger
 * @param mostBytes of output
 */
public record Command(
        List<String> words, Map<String, String> environment, Duration timeout, int mostBytes, boolean stranger) {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(2);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(20);
    private static final int MOST_ERRORS = 4096;
    private static final int MOST_ROUNDS = 64;

    /** Makes a session, and so a group of processes, of a program; the program then has its own place and number. */
    private static final Optional<String> SETSID = Stream.of("/usr/bin/setsid", "/bin/setsid")
            .filter(path -> Files.isExecutable(Path.of(path)))
            .findFirst();

    /** What became of it. */
    public enum End {
        /** It ended by itself; its exit code says how well. */
        ENDED,
        TOO_SLOW,
        TOO_LONG,
        /** There is no such program, or it may not be run. */
        NOT_THERE
    }

    /**
     * @param output what it printed until then
     * @param errors the beginning of what a stranger said as errors; of others that is left alone
     */
    public record Outcome(End end, int exitCode, String output, String errors) {

        public Outcome(End end, int exitCode, String output) {
            this(end, exitCode, output, "");
        }

        public boolean isWell() {
            return end == End.ENDED && exitCode == 0;
        }
    }

    public Command {
        words = List.copyOf(words);
        environment = Map.copyOf(environment);
    }

    /** One that we know. */
    public Command(List<String> words, Map<String, String> environment, Duration timeout, int mostBytes) {
        this(words, environment, timeout, mostBytes, false);
    }

    /** @throws IOException when this thread is interrupted; the program is killed then */
    public Outcome run() throws IOException {
        Process process;
        try {
            process = builder().start();
        } catch (IOException notStarted) {
            return new Outcome(End.NOT_THERE, -1, "", String.valueOf(notStarted.getMessage()));
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

    private ProcessBuilder builder() {
        var builder = new ProcessBuilder(words).redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        if (!stranger) {
            builder.redirectError(ProcessBuilder.Redirect.DISCARD).environment().putAll(environment);
            return builder;
        }
        var whole = new ArrayList<String>();
        SETSID.ifPresent(whole::add);
        whole.addAll(words);
        builder.command(whole).directory(new File("/"));
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder;
    }

    private Outcome read(Process process) throws IOException, InterruptedException {
        var output = new ByteArrayOutputStream();
        var errors = new ByteArrayOutputStream();
        var deadline = System.nanoTime() + timeout.toNanos();
        var pause = FIRST_PAUSE.toMillis();
        var in = process.getInputStream();
        while (true) {
            var hasEnded = !process.isAlive(); // asked before reading: what it printed last is not lost
            var isLong = !drain(in, output);
            if (stranger) {
                drainErrors(process.getErrorStream(), errors);
            }
            if (isLong) {
                return new Outcome(End.TOO_LONG, -1, output.toString(UTF_8), errors.toString(UTF_8));
            }
            if (hasEnded) {
                return new Outcome(End.ENDED, process.exitValue(), output.toString(UTF_8), errors.toString(UTF_8));
            }
            if (System.nanoTime() - deadline > 0) {
                return new Outcome(End.TOO_SLOW, -1, output.toString(UTF_8), errors.toString(UTF_8));
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

    /** A full pipe would hold it up; but what never ends is no reason to read for ever. */
    private static void drainErrors(InputStream in, ByteArrayOutputStream errors) throws IOException {
        var read = in.readNBytes(in.available());
        for (int round = 0; read.length > 0 && round < MOST_ROUNDS; round++) {
            errors.write(read, 0, Math.min(read.length, MOST_ERRORS - errors.size()));
            read = in.readNBytes(in.available());
        }
    }

    private void kill(Process process) {
        if (process.isAlive()) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        if (stranger && SETSID.isPresent()) {
            killGroup(process.pid());
        }
    }

    /** Java knows no groups. There may be nobody left in it. */
    private static void killGroup(long group) {
        try {
            new ProcessBuilder("/bin/sh", "-c", "kill -9 -" + group)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor(1, TimeUnit.SECONDS);
        } catch (IOException noShell) {
            System.getLogger(Command.class.getName())
                    .log(System.Logger.Level.WARNING, "what a program started cannot be ended: " + noShell);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
