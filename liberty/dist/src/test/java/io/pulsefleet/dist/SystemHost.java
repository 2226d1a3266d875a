package io.pulsefleet.dist;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A host of its own, with a real systemd as its first process, users, a network and programs that it may change. In {@code
 * /mnt} are the packages. It needs root, and Debian's systemd.
 */
final class SystemHost {

    /** The one of the agent's own tests. */
    private static final Path SCRIPT = Path.of("../../agent-batch/src/test/resources/systemd/host.sh");

    private static final Duration LONGEST = Duration.ofMinutes(3);

    private final Process namespaces;
    private final Path log;

    private SystemHost(Process namespaces, Path log) {
        this.namespaces = namespaces;
        this.log = log;
    }

    /** Why there can be none here. */
    static Optional<String> isMissing() {
        if (!System.getProperty("user.name").equals("root")) {
            return Optional.of("only root makes namespaces");
        }
        return List.of("/lib/systemd/systemd", "/usr/bin/unshare", "/usr/bin/nsenter", "/usr/bin/curl").stream()
                .filter(program -> !Files.isExecutable(Path.of(program)))
                .map(program -> program + " is not there")
                .findFirst();
    }

    /** @param archives what is to be seen in {@code /mnt} */
    static SystemHost start(Path folder, Path archives) throws IOException {
        var log = folder.resolve("log");
        var root = Files.createDirectory(folder.resolve("root"));
        var builder = new ProcessBuilder("bash", SCRIPT.toAbsolutePath().toString(), root.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("UNSHARE", "--net");
        builder.environment()
                .put(
                        "PREPARE",
                        Path.of("src/test/resources/host/prepare.sh")
                                .toAbsolutePath()
                                .toString());
        builder.environment().put("ARCHIVES", archives.toAbsolutePath().toString());
        var host = new SystemHost(builder.start(), log);
        host.await(
                "it does not come up: see " + log,
                () -> host.first().isPresent()
                        && host.run("systemctl", "is-active", "good.service").equals("active"));
        return host;
    }

    private Optional<ProcessHandle> first() {
        return namespaces
                .descendants()
                .filter(one -> one.info()
                        .command()
                        .filter(name -> name.endsWith("/systemd"))
                        .isPresent())
                .findFirst();
    }

    /** What it prints. */
    String run(String... words) {
        return runFor(words).text();
    }

    /** In a folder of that host, by its root. */
    Installer.Said runFor(String... words) {
        var command = new ArrayList<>(List.of(
                "nsenter",
                "-t",
                Long.toString(first().orElseThrow(() -> new IllegalStateException("it is gone: see " + log))
                        .pid()),
                "-m",
                "-p",
                "-n",
                "-r",
                "--",
                "/usr/bin/env",
                "-i",
                "-C",
                "/",
                "PATH=/usr/sbin:/usr/bin"));
        command.addAll(List.of(words));
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            var text = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
            return new Installer.Said(process.waitFor(), text);
        } catch (IOException notStarted) {
            throw new IllegalStateException(notStarted);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    /** Until it is so. */
    void await(String what, BooleanSupplier so) {
        var deadline = System.nanoTime() + LONGEST.toNanos();
        while (!so.getAsBoolean()) {
            if (System.nanoTime() > deadline || !namespaces.isAlive()) {
                throw new AssertionError(what);
            }
            try {
                namespaces.waitFor(100, TimeUnit.MILLISECONDS);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                throw new AssertionError(what, stop);
            }
        }
    }

    void close() throws Exception {
        first().ifPresentOrElse(ProcessHandle::destroyForcibly, namespaces::destroyForcibly);
        namespaces.waitFor(20, TimeUnit.SECONDS); // until all that were in its namespace have gone
        var name = "pulsefleet-test-" + namespaces.pid();
        for (var hierarchy : List.of("systemd", "unified", ".")) {
            var group = Path.of("/sys/fs/cgroup", hierarchy, name);
            if (Files.isDirectory(group)) {
                new ProcessBuilder("find", group.toString(), "-depth", "-type", "d", "-exec", "rmdir", "{}", ";")
                        .start()
                        .waitFor();
            }
        }
    }
}
