package io.pulsefleet.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A real Docker engine of its own at a given socket, without a network, and with one image: a busybox. */
final class DockerEngine implements AutoCloseable {

    private static final Duration LONGEST_START = Duration.ofSeconds(60);

    private final Path folder;
    private final Path socket;
    private final Process process;

    private DockerEngine(Path folder, Path socket, Process process) {
        this.folder = folder;
        this.socket = socket;
        this.process = process;
    }

    /** Empty where it cannot be had; it says why. */
    static Optional<DockerEngine> start(Path folder) throws Exception {
        for (var program : List.of("/usr/sbin/dockerd", "/usr/bin/docker", "/bin/busybox")) {
            if (!Files.isExecutable(Path.of(program))) {
                return without("no " + program + "; install docker.io and busybox-static");
            }
        }
        Files.createDirectories(folder);
        var socket = folder.resolve("docker.sock");
        var log = folder.resolve("log").toFile();
        var engine = new DockerEngine(
                folder,
                socket,
                new ProcessBuilder(
                                "/usr/sbin/dockerd",
                                "--host=unix://" + socket,
                                "--data-root=" + folder.resolve("data"),
                                "--exec-root=" + folder.resolve("exec"),
                                "--pidfile=" + folder.resolve("pid"),
                                "--storage-driver=vfs",
                                "--iptables=false",
                                "--ip6tables=false",
                                "--bridge=none",
                                "--shutdown-timeout=1")
                        .redirectErrorStream(true)
                        .redirectOutput(log)
                        .start());
        Await.until(
                "dockerd neither answers nor ends", LONGEST_START, () -> !engine.process.isAlive() || engine.answers());
        if (!engine.process.isAlive()) {
            return without("dockerd does not start: " + Files.readString(log.toPath()));
        }
        engine.makeImage();
        return Optional.of(engine);
    }

    private static Optional<DockerEngine> without(String why) {
        System.out.println("SKIPPED, what needs a real Docker engine: " + why);
        return Optional.empty();
    }

    Path socket() {
        return socket;
    }

    private boolean answers() {
        try {
            return Files.exists(socket) && !docker("version").isEmpty();
        } catch (IllegalStateException notYet) {
            return false;
        }
    }

    private void makeImage() throws Exception {
        var bin = Files.createDirectories(folder.resolve("image/bin"));
        Files.copy(Path.of("/bin/busybox"), bin.resolve("busybox"));
        for (var applet : List.of("dd", "sh", "sleep")) {
            Files.createSymbolicLink(bin.resolve(applet), Path.of("busybox"));
        }
        run(List.of(
                "tar",
                "-C",
                folder.resolve("image").toString(),
                "-cf",
                folder.resolve("image.tar").toString(),
                "."));
        docker("import", folder.resolve("image.tar").toString(), "box");
    }

    /**
     * A container that wants more memory than it may have, until the kernel killed it. It outlives that by a little: the
     * engine loses the kernel's word where the group is gone before it was read.
     */
    void glutton(String name) {
        docker(
                "run",
                "--network",
                "none",
                "--name",
                name,
                "-d",
                "--memory",
                "8m",
                "box",
                "sh",
                "-c",
                "dd if=/dev/zero of=/dev/null bs=40M count=3; sleep 1; exit 137");
        docker("wait", name);
    }

    String docker(String... arguments) {
        var command = new ArrayList<>(List.of("/usr/bin/docker", "-H", "unix://" + socket));
        command.addAll(List.of(arguments));
        try {
            return run(command);
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(String.join(" ", command) + ": " + said);
        }
        return said.strip();
    }

    @Override
    public void close() {
        docker("ps", "-aq").lines().forEach(id -> docker("rm", "-f", id));
        process.destroy();
        Await.until("dockerd does not end", LONGEST_START, () -> !process.isAlive());
    }
}
