package io.pulsefleet.agent.collect.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.pulsefleet.agent.collect.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a real Podman, asked through its socket for those who speak Docker's language. PA-07. */
class RealPodmanTest {

    private static final List<String> PROGRAMS = List.of("/usr/bin/podman", "/usr/sbin/runc", "/bin/busybox");

    /** Where whoever tests may not raise limits. */
    private static final List<String> LIMITS = List.of("--ulimit", "nofile=1024:1024", "--ulimit", "nproc=4096:4096");

    @TempDir
    static Path folder;

    private static Process service;

    @BeforeAll
    static void startTheService() throws Exception {
        for (var program : PROGRAMS) {
            if (!Files.isExecutable(Path.of(program))) {
                skip("no " + program);
            }
        }
        var tar = DockerDaemon.image(folder).toString();
        podman("import", tar, "local/box:1");
        try {
            runs("probe", "sleep", "0");
        } catch (IllegalStateException cannot) {
            skip(cannot.getMessage());
        }
        podman("rm", "-f", "probe");
        service = new ProcessBuilder(command("system", "service", "--time=0", "unix://" + socket()))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        Await.until(() -> Files.exists(socket()) || !service.isAlive());
        assertThat(service.isAlive()).as("the service lives").isTrue();
    }

    private static void skip(String why) {
        System.out.println("SKIPPED, the tests with a real Podman: " + why);
        abort(why);
    }

    @AfterAll
    static void endTheService() throws Exception {
        if (service != null) {
            podman("rm", "-fa");
            service.destroy();
            service.waitFor();
        }
    }

    @Test
    void tellsOfContainersAndOfWhatBecomesOfThem() throws Exception {
        runs("sleeper", "sleep", "600");
        runs("failed", "sh", "-c", "exit 3");
        Await.until(() -> podman("ps", "-a", "--format", "{{.Status}}").contains("Exited"));
        var visits = new Visits(socket(), Map.of("pulse.docker.newcomer", "0s", "pulse.docker.timeout", "10s"));

        var first = visits.sealed();

        assertThat(first.away()).isEmpty();
        assertThat(first.troubles()).isEmpty();
        assertThat(first.bodies("docker.containers").findFirst().orElseThrow().toString())
                .contains("\"Podman\"");
        assertThat(first.row("sleeper").orElseThrow().path("state").asText()).isEqualTo("running");
        assertThat(first.row("failed").orElseThrow().path("exit_code").asInt()).isEqualTo(3);
        assertThat(first.number("container.memory.usage{container.name=\"sleeper\"}"))
                .isBetween(1e3, 1e8);

        podman("kill", "sleeper");
        Await.until(
                () -> podman("ps", "-a", "--format", "{{.Names}} {{.Status}}").contains("sleeper Exited"));
        var told = new ArrayList<String>();
        Await.until(() -> {
            try {
                visits.sealed()
                        .events()
                        .forEach(event -> told.add(event.path("type").asText() + " "
                                + event.path("subject").asText()));
                return told.contains("container.died sleeper");
            } catch (IOException failed) {
                throw new IllegalStateException(failed);
            }
        });
        assertThat(told).containsOnlyOnce("container.died sleeper");
    }

    private static Path socket() {
        return folder.resolve("podman.sock");
    }

    private static void runs(String name, String... command) {
        var all = new ArrayList<>(List.of("run", "-d", "--network=none", "--name", name));
        all.addAll(LIMITS);
        all.add("local/box:1");
        all.addAll(List.of(command));
        podman(all.toArray(String[]::new));
    }

    private static String podman(String... arguments) {
        try {
            var answer = DockerDaemon.run(command(arguments));
            if (answer.code() != 0) {
                throw new IllegalStateException("podman " + String.join(" ", arguments) + ": " + answer.said());
            }
            return answer.said().strip();
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static List<String> command(String... arguments) {
        var all = new ArrayList<>(List.of(
                "/usr/bin/podman",
                "--runtime=/usr/sbin/runc",
                "--root=" + folder.resolve("data"),
                "--runroot=" + folder.resolve("run"),
                "--storage-driver=vfs",
                "--cgroup-manager=cgroupfs",
                "--events-backend=file"));
        all.addAll(List.of(arguments));
        return all;
    }
}
