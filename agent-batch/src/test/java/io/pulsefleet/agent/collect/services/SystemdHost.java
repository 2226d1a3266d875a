package io.pulsefleet.agent.collect.services;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pulsefleet.agent.collect.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A real systemd, the first process of namespaces of its own, with some services. It needs root, and Debian's systemd. */
final class SystemdHost {

    private final Process namespaces;
    private final Path systemctl;
    private final Path log;

    /** There can be none here. */
    static final class NoSystemdException extends Exception {
        private static final long serialVersionUID = 1;

        NoSystemdException(String why) {
            super(why);
        }
    }

    private SystemdHost(Process namespaces, Path systemctl, Path log) {
        this.namespaces = namespaces;
        this.systemctl = systemctl;
        this.log = log;
    }

    static SystemdHost start(Path folder) throws Exception {
        if (!System.getProperty("user.name").equals("root")) {
            throw new NoSystemdException("only root makes namespaces");
        }
        for (var program : List.of("/lib/systemd/systemd", "/usr/bin/unshare", "/usr/bin/nsenter")) {
            if (!Files.isExecutable(Path.of(program))) {
                throw new NoSystemdException(program + " is not there");
            }
        }
        var script = Files.createFile(folder.resolve("host.sh"));
        try (var shipped = SystemdHost.class.getResourceAsStream("/systemd/host.sh")) {
            Files.write(script, shipped.readAllBytes());
        }
        var log = folder.resolve("log");
        var root = Files.createDirectory(folder.resolve("root"));
        var namespaces = new ProcessBuilder("bash", script.toString(), root.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        var host = new SystemdHost(namespaces, folder.resolve("systemctl"), log);
        try {
            host.awaitUp();
            return host;
        } catch (NoSystemdException not) {
            host.close();
            throw not;
        }
    }

    private void awaitUp() throws Exception {
        Await.until(() -> !namespaces.isAlive() || first().isPresent());
        if (first().isEmpty()) {
            throw new NoSystemdException(Files.readString(log).strip());
        }
        Files.writeString(
                systemctl,
                "#!/bin/sh\nexec nsenter -t %d -m -p -r -- systemctl \"$@\"\n"
                        .formatted(first().orElseThrow().pid()));
        Files.setPosixFilePermissions(systemctl, PosixFilePermissions.fromString("rwx------"));
        Await.until(() -> run("is-active", "good.service").equals("active")
                && run("is-active", "bad.service").equals("failed")
                && run("show", "--property=Result,ExecMainExitTimestamp", "tick.service")
                        .contains("UTC"));
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

    /** The program that asks it. */
    Path systemctl() {
        return systemctl;
    }

    /** As it sees its files. */
    Path root() {
        return Path.of("/proc/" + first().orElseThrow().pid() + "/root");
    }

    /** What {@code systemctl} prints. */
    String run(String... words) throws IOException {
        var command = new ArrayList<>(List.of(systemctl.toString()));
        command.addAll(List.of(words));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("TZ", "UTC");
        var running = builder.start();
        return new String(running.getInputStream().readAllBytes(), UTF_8).strip();
    }

    void close() throws Exception {
        first().ifPresentOrElse(ProcessHandle::destroyForcibly, namespaces::destroyForcibly);
        namespaces.waitFor(10, TimeUnit.SECONDS); // until all that were in its namespace have gone
        removeGroups();
    }

    /** Its control groups, which outlive it. */
    private void removeGroups() throws Exception {
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
