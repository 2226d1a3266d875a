package io.pulsefleet.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One Open Liberty server as a process of its own.
 *
 * <p>(1) It runs from a copy of its folder, so that a build beside it changes nothing under its feet. (2) It is in a
 * session of its own: Ctrl-C reaches the stack, which then stops it in its turn. (3) Its process id is kept in a file,
 * so that one that outlived its stack is found and stopped by the next.
 */
public final class Server {

    private static final Duration LONGEST_STOP = Duration.ofSeconds(30);
    private static final int MOST_TROUBLES = 10;
    private static final int LONGEST_TROUBLE = 300;
    private static final Pattern TROUBLE = Pattern.compile("\"level\":\"(WARNING|ERROR|SEVERE|FATAL)\"");
    private static final int MOST_THREADS = 20;
    private static final Pattern OURS = Pattern.compile("io\\.pulsefleet\\.|\\bShutdown\\b|deadlock");
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private final String name;
    private final Path home;
    private final URI address;
    private final Map<String, String> environment;
    private final List<String> shell;
    private Process process;

    /**
     * @param home the server's own folder under the stack's data: its copy, work area, logs and process id
     * @param address where its {@code /health/ready} is
     */
    public Server(String name, Path home, URI address, Map<String, String> environment) {
        this(name, home, address, environment, List.of());
    }

    /** @param shell what stands before its command, and becomes it */
    public Server(String name, Path home, URI address, Map<String, String> environment, List<String> shell) {
        this.name = name;
        this.home = home;
        this.address = address;
        this.environment = environment;
        this.shell = shell;
    }

    public String name() {
        return name;
    }

    public URI address() {
        return address;
    }

    /** What it writes on its console. */
    public Path log() {
        return home.resolve("console.log");
    }

    /** Copies the packaged folder and starts the server in it; does not wait until it answers. */
    public void start(Path liberty, Path packaged) throws IOException {
        stopLeftOver(home);
        var usr = home.resolve("usr");
        replace(packaged, usr);
        // exec: the process that we know is the server itself, not a shell around it
        var command = new ArrayList<>(List.of("setsid"));
        command.addAll(shell);
        command.addAll(List.of(liberty.resolve("bin/server").toString(), "run", name));
        var builder = new ProcessBuilder(command);
        var env = builder.environment();
        env.putAll(environment);
        env.put("JAVA_HOME", System.getProperty("java.home"));
        env.put("WLP_USER_DIR", usr.toString());
        env.put("WLP_OUTPUT_DIR", home.resolve("work").toString());
        env.put("LOG_DIR", home.resolve("logs").toString());
        builder.directory(home.toFile());
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        process = builder.start();
        Files.writeString(processIdFile(), Long.toString(process.pid()));
    }

    public boolean isAlive() {
        return process != null && process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /**
     * Waits until it says that it is ready.
     *
     * @throws StackException when it ends before that, or does not come in time; names its log, and says what it said of
     *     itself and the last troubles that it logged
     */
    public void awaitReady(Duration longest) {
        try {
            Await.until("The %s is not ready (log: %s)".formatted(name, log()), longest, () -> {
                if (!isAlive()) {
                    throw new StackException("The %s ended while it started: see %s.".formatted(name, log()));
                }
                return isReady();
            });
        } catch (StackException notReady) {
            throw new StackException(notReady.getMessage() + "\n" + condition(), notReady);
        }
    }

    /**
     * Waits until its process is gone.
     *
     * @throws StackException when it is not in time; says what it says of itself, and what its threads do that are in our code
     */
    public void awaitEnd(Duration longest) {
        try {
            Await.until("The %s does not end (log: %s)".formatted(name, log()), longest, () -> !isAlive());
        } catch (StackException stays) {
            throw new StackException(stays.getMessage() + "\n" + condition() + "\n" + threads(), stays);
        }
    }

    private String threads() {
        try {
            var jcmd = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(pid()),
                            "Thread.print")
                    .redirectErrorStream(true)
                    .start();
            var dump = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return Stream.of(dump.split("\n\n", -1))
                    .filter(OURS.asPredicate())
                    .limit(MOST_THREADS)
                    .collect(Collectors.joining("\n\n"));
        } catch (IOException none) {
            return "Its threads cannot be read: " + none;
        }
    }

    private String condition() {
        try {
            var answer = CLIENT.send(readiness(), BodyHandlers.ofString());
            return "It says: %d %s\n%s".formatted(answer.statusCode(), answer.body(), troubles());
        } catch (IOException silent) {
            return "It does not answer: %s\n%s".formatted(silent, troubles());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new StackException("Interrupted.", stop);
        }
    }

    private String troubles() {
        try (var lines = Files.lines(log())) {
            var all = lines.filter(TROUBLE.asPredicate())
                    .map(line -> line.substring(0, Math.min(line.length(), LONGEST_TROUBLE)))
                    .toList();
            return String.join("\n", all.subList(Math.max(0, all.size() - MOST_TROUBLES), all.size()));
        } catch (IOException | UncheckedIOException unreadable) {
            return "Its log cannot be read: " + unreadable;
        }
    }

    public boolean isReady() {
        try {
            return CLIENT.send(readiness(), BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new StackException("Interrupted.", stop);
        }
    }

    private HttpRequest readiness() {
        return HttpRequest.newBuilder(address.resolve("/health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
    }

    /** SIGTERM, as systemd does it; by force only when it does not end in time. Returns whether it went by itself. */
    public boolean stop() {
        if (process == null) {
            return true;
        }
        var clean = end(process.toHandle());
        forgetProcessId();
        return clean;
    }

    /** SIGKILL: no chance to tidy up. Returns when the process is gone. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Ends a server that runs from this folder and that nobody looks after any more. */
    static void stopLeftOver(Path home) throws IOException {
        var file = home.resolve("pid");
        if (Files.exists(file)) {
            var pid = Long.parseLong(Files.readString(file).strip());
            ProcessHandle.of(pid).filter(handle -> runsFrom(home, handle)).ifPresent(Server::end);
            Files.delete(file);
        }
    }

    /** Process ids are used again: another program may bear this one now. */
    private static boolean runsFrom(Path home, ProcessHandle handle) {
        try {
            var environ = Files.readString(Path.of("/proc", Long.toString(handle.pid()), "environ"));
            return environ.contains("WLP_USER_DIR=" + home.resolve("usr"));
        } catch (IOException notOurs) {
            return false; // gone already, or another user's
        }
    }

    private static boolean end(ProcessHandle handle) {
        handle.destroy();
        try {
            handle.onExit().get(LONGEST_STOP.toSeconds(), TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException | ExecutionException stuck) {
            handle.destroyForcibly();
            handle.onExit().join();
            return false;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            handle.destroyForcibly();
            return false;
        }
    }

    private Path processIdFile() {
        return home.resolve("pid");
    }

    private void forgetProcessId() {
        try {
            Files.deleteIfExists(processIdFile());
        } catch (IOException stays) {
            throw new StackException("Cannot delete " + processIdFile() + ".", stays);
        }
    }

    static void replace(Path from, Path to) throws IOException {
        Folders.delete(to);
        Files.createDirectories(to);
        try (var all = Files.walk(from)) {
            for (var source : (Iterable<Path>) all::iterator) {
                var target = to.resolve(from.relativize(source).toString());
                if (Files.isDirectory(source)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(source, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }
}
