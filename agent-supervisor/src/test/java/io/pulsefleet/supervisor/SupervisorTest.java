package io.pulsefleet.supervisor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** As it is shipped: a process of its own, started by its script, run by root and asked by others (PU-12, PU-13). */
@Timeout(300)
class SupervisorTest {

    private static final String WORKER = "nobody";
    private static final String READ = "{\"request\":\"log.read\",\"path\":\"%s\",\"limit\":5}";
    private static final int MOST_RESIDENT_KB = 60 * 1024;
    private static final int REQUESTS = Integer.getInteger("fuzz", 500);

    @TempDir
    Path temporary;

    private Path folder;
    private Path socket;
    private Path secret;
    private Process process;

    @BeforeEach
    void start() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root can be two users");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "there is no setpriv here");
        folder = temporary.toRealPath();
        modes(folder, "rwxr-xr-x");
        var run = Files.createDirectory(folder.resolve("run"));
        assertThat(output("chown", "root:nogroup", run.toString())).isEmpty();
        modes(run, "rwxr-x---");
        socket = run.resolve("supervisor.sock");
        secret = Files.writeString(folder.resolve("auth.log"), "Nov 22 sshd: a line");
        modes(secret, "rw-------");
        var list = Files.writeString(folder.resolve("supervisor.allow"), "log.read " + secret + "\n");
        modes(list, "rw-r--r--");
        copyAsk();
        process = new ProcessBuilder(
                        "/usr/bin/setpriv",
                        "--regid=nogroup",
                        "--clear-groups",
                        "sh",
                        "-c",
                        "umask 0077; exec sh bin/supervisor")
                .directory(install().toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("journal").toFile())
                .start();
    }

    @AfterEach
    void stop() throws Exception {
        if (process != null) {
            process.destroy();
            process.waitFor();
        }
    }

    @Test
    void whoRunsTheAgentIsServedAndNobodyElse() throws Exception {
        awaitIt();

        assertThat(askAs(WORKER, READ.formatted(secret)))
                .as("what it may not read itself")
                .contains("\"outcome\":\"done\"")
                .contains("\"data\":\"Tm92ID")
                .contains("\"size\":19");
        assertThat(askAs(WORKER, READ.formatted("/etc/shadow"))).contains("not-allowed");
        assertThat(askAs("daemon", READ.formatted(secret)))
                .as("it may not even knock")
                .contains("Permission denied");

        modes(socket.getParent(), "rwxr-xr-x");
        modes(socket, "rw-rw-rw-");
        assertThat(askAs("daemon", READ.formatted(secret)))
                .contains("the user daemon may ask nothing here, but only nobody");
        assertThat(askAs("root", READ.formatted(secret))).contains("other-user");
        assertThat(askAs(WORKER, READ.formatted(secret))).contains("\"outcome\":\"done\"");

        assertThat(Files.readAllLines(folder.resolve("journal")))
                .allMatch(line ->
                        line.startsWith("{\"time\":\"20") && line.contains("\"component\":\"supervisor\",\"msg\":\""))
                .anyMatch(line -> line.contains("\"msg\":\"Listens at " + socket + " for nobody\""))
                .anyMatch(line -> line.contains("\"user\":\"daemon\"") && line.contains("\"reason\":\"other-user\""));

        process.destroy();
        assertThat(process.waitFor()).as("SIGTERM").isEqualTo(143);
        assertThat(socket).doesNotExist();
    }

    @Test
    void itIsSmall() throws Exception {
        awaitIt();
        var random = new Random(11);
        output("chown", "nobody", folder.resolve("ask").toString());
        var flood = folder.resolve("flood");
        var lines = new ArrayList<String>();
        for (int i = 0; i < 200; i++) {
            lines.add(READ.formatted(secret));
            lines.add(new String(DoorTest.garble((READ.formatted(secret) + "\n").getBytes(UTF_8), random), UTF_8)
                    .strip());
        }
        Files.write(flood, lines);
        modes(flood, "rw-r--r--");

        assertThat(as(WORKER, "io.pulsefleet.supervisor.Ask$Flood", socket.toString(), flood.toString(), "" + REQUESTS))
                .isEqualTo(REQUESTS + " answers");

        var resident = resident();
        System.out.println("PU-12: the supervisor takes " + resident / 1024 + " MB after " + REQUESTS + " requests");
        assertThat(resident).isLessThan(MOST_RESIDENT_KB);
        assertThat(process.isAlive()).isTrue();
    }

    private long resident() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .map(line -> line.replaceAll("\\D", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow();
    }

    private void awaitIt() throws Exception {
        while (!Files.exists(socket)) {
            assertThat(process.isAlive()).as(() -> journal()).isTrue();
            process.waitFor(20, java.util.concurrent.TimeUnit.MILLISECONDS);
        }
    }

    private String journal() {
        try {
            return Files.readString(folder.resolve("journal"));
        } catch (IOException none) {
            return none.toString();
        }
    }

    /** As the agent's package has it, with the settings of its unit. */
    private Path install() throws IOException {
        var home = Files.createDirectory(folder.resolve("home"));
        var lib = Files.createDirectories(home.resolve("bin/lib"));
        var made = ToolProvider.findFirst("jar")
                .orElseThrow()
                .run(
                        System.out,
                        System.err,
                        "--create",
                        "--file=" + lib.resolve("agent-supervisor.jar"),
                        "--main-class=io.pulsefleet.supervisor.Supervisor",
                        "-C",
                        "target/classes",
                        ".");
        assertThat(made).isZero();
        var script = Files.readString(Path.of("../liberty/agent/bin/supervisor"));
        Files.writeString(
                home.resolve("bin/supervisor"),
                script.replace(
                        "\nexec",
                        "\nexport JAVA_HOME=%s PULSE_SUPERVISOR_USER=%s PULSE_SUPERVISOR_SOCKET=%s PULSE_SUPERVISOR_ALLOW=%s\nexec"
                                .formatted(
                                        System.getProperty("java.home"),
                                        WORKER,
                                        socket,
                                        folder.resolve("supervisor.allow"))));
        return home;
    }

    /** Where other users may read it. */
    private void copyAsk() throws IOException {
        var to = Files.createDirectories(folder.resolve("ask/io/pulsefleet/supervisor"));
        try (var classes = Files.list(Path.of("target/test-classes/io/pulsefleet/supervisor"))) {
            for (var each : classes.filter(one -> one.getFileName().toString().startsWith("Ask"))
                    .toList()) {
                modes(Files.copy(each, to.resolve(each.getFileName())), "rw-r--r--");
            }
        }
    }

    private String askAs(String user, String line) throws Exception {
        return as(user, "io.pulsefleet.supervisor.Ask", socket.toString(), line);
    }

    private String as(String user, String... words) throws Exception {
        var command = Stream.concat(
                Stream.of(
                        "/usr/bin/setpriv",
                        "--reuid=" + user,
                        "--regid=" + (user.equals(WORKER) ? "nogroup" : user),
                        "--clear-groups",
                        System.getProperty("java.home") + "/bin/java",
                        "-Xmx32m",
                        "-cp",
                        folder.resolve("ask").toString()),
                Stream.of(words));
        return output(command.toArray(String[]::new));
    }

    private static String output(String... command) throws IOException {
        var running =
                new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
        return new String(running.getInputStream().readAllBytes(), UTF_8).strip();
    }

    private static void modes(Path path, String modes) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(modes));
    }
}
