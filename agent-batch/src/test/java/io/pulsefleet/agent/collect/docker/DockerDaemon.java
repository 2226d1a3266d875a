package io.pulsefleet.agent.collect.docker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pulsefleet.agent.collect.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A real engine with a socket and folders of its own, no network, and one image: a busybox. For tests, and the bench. */
public final class DockerDaemon {

    private static final List<String> APPLETS = List.of("sh", "sleep", "cat", "true", "false", "dd", "test");

    private final Path folder;
    private Process process;

    private DockerDaemon(Path folder) {
        this.folder = folder;
    }

    /** It cannot be had here: whoever needs it says so, and is skipped. */
    public static final class NoEngineException extends Exception {

        private static final long serialVersionUID = 1L;

        NoEngineException(String why) {
            super(why);
        }
    }

    /**
     * @param folder empty
     * @throws NoEngineException that says why
     */
    public static DockerDaemon start(Path folder) throws Exception {
        for (var program : List.of("/usr/sbin/dockerd", "/usr/bin/docker", "/bin/busybox")) {
            if (!Files.isExecutable(Path.of(program))) {
                throw new NoEngineException("no " + program + "; install docker.io and busybox-static");
            }
        }
        var daemon = new DockerDaemon(folder);
        if (!daemon.begin()) {
            var log = Files.readString(folder.resolve("log"));
            daemon.close();
            throw new NoEngineException("dockerd does not start: " + log.substring(Math.max(0, log.length() - 500)));
        }
        daemon.makeImage();
        return daemon;
    }

    public Path socket() {
        return folder.resolve("docker.sock");
    }

    /** @return whether it is ready */
    boolean begin() throws Exception {
        process = new ProcessBuilder(
                        "/usr/sbin/dockerd",
                        "--host=unix://" + socket(),
                        "--data-root=" + folder.resolve("data"),
                        "--exec-root=" + folder.resolve("exec"),
                        "--pidfile=" + folder.resolve("pid"),
                        "--storage-driver=vfs",
                        "--iptables=false",
                        "--ip6tables=false",
                        "--bridge=none",
                        "--shutdown-timeout=1")
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                .start();
        Await.until(() -> !process.isAlive() || isReady());
        return process.isAlive();
    }

    private boolean isReady() {
        return Files.exists(socket()) && tried("version").code() == 0;
    }

    private void makeImage() throws Exception {
        docker("import", image(folder).toString(), "box");
    }

    /** A busybox and nothing else, as {@code import} takes it. */
    static Path image(Path folder) throws Exception {
        var bin = Files.createDirectories(folder.resolve("image/bin"));
        Files.copy(Path.of("/bin/busybox"), bin.resolve("busybox"));
        for (var applet : APPLETS) {
            Files.createSymbolicLink(bin.resolve(applet), Path.of("busybox"));
        }
        var tar = folder.resolve("image.tar");
        run(List.of("tar", "-C", folder.resolve("image").toString(), "-cf", tar.toString(), "."));
        return tar;
    }

    /** A container without a network, in the background. */
    public String runs(String name, List<String> options, String... command) {
        var all = new ArrayList<>(List.of("run", "-d", "--network", "none", "--name", name));
        all.addAll(options);
        all.add("box");
        all.addAll(List.of(command));
        return docker(all.toArray(String[]::new));
    }

    String docker(String... arguments) {
        var answer = tried(arguments);
        if (answer.code != 0) {
            throw new IllegalStateException("docker " + String.join(" ", arguments) + ": " + answer.said);
        }
        return answer.said.strip();
    }

    record Answer(int code, String said) {}

    private Answer tried(String... arguments) {
        var all = new ArrayList<>(List.of("/usr/bin/docker", "-H", "unix://" + socket()));
        all.addAll(List.of(arguments));
        try {
            return run(all);
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    static Answer run(List<String> command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Answer(process.waitFor(), said);
    }

    void signal(String name) throws Exception {
        run(List.of("kill", "-" + name, String.valueOf(process.pid())));
    }

    /** As systemd does it: the containers end with it. */
    void end() throws Exception {
        process.destroy();
        process.waitFor();
    }

    /** With all its containers. */
    public void close() throws Exception {
        if (process.isAlive()) {
            var all = tried("ps", "-aq").said.strip();
            if (!all.isEmpty()) {
                var remove = new ArrayList<>(List.of("rm", "-f"));
                remove.addAll(all.lines().toList());
                tried(remove.toArray(String[]::new));
            }
            end();
        }
    }
}
