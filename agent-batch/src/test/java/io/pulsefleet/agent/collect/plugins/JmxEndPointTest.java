package io.pulsefleet.agent.collect.plugins;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real JVM with {@code jmxremote} on loopback: SP-11. */
@Timeout(120)
class JmxEndPointTest {

    @TempDir
    Path folder;

    private Visited plugIns;
    private final List<Process> started = new ArrayList<>();

    @BeforeEach
    void begin() {
        plugIns = new Visited(folder.resolve("none"));
    }

    @AfterEach
    void end() throws InterruptedException {
        for (var process : started) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void aJvmTellsOfItself() throws Exception {
        var port = freePort();
        startJvm(port, "-Dcom.sun.management.jmxremote.authenticate=false");
        plugIns.given.put("pulse.plugins.endpoints", "stock jmx://127.0.0.1:" + port);

        var told = plugIns.visit("stock");

        assertThat(told.lines().map(line -> line.replaceFirst(" [0-9.E-]+$", "")))
                .contains(
                        "jvm.uptime",
                        "jvm.cpu.time",
                        "jvm.memory.heap.used",
                        "jvm.memory.used{jvm.memory.pool.name=\"Metaspace\",jvm.memory.type=\"non_heap\"}",
                        "jvm.gc.count{jvm.gc.name=\"Copy\"}",
                        "jvm.gc.time{jvm.gc.name=\"MarkSweepCompact\"}",
                        "jvm.thread.count",
                        "jvm.class.count",
                        "jvm.buffer.count{jvm.buffer.pool.name=\"direct\"}",
                        "jvm.file_descriptor.count",
                        "thread.pool.active{thread.pool.name=\"http-1\"}",
                        "db.client.connection.used{db.client.connection.pool.name=\"PoolOfShop\"}",
                        "plugin.series.left_out");
        assertThat(told)
                .contains("jvm.memory.heap.limit 3.")
                .contains("thread.pool.active{thread.pool.name=\"http-1\"} 3.0\n")
                .contains("db.client.connection.used{db.client.connection.pool.name=\"PoolOfShop\"} 7.0\n")
                .doesNotContain("-1.0");
    }

    @Test
    void oneThatWantsAPasswordIsGivenIt() throws Exception {
        var port = freePort();
        var access = Files.writeString(folder.resolve("access"), "monitor readonly\n");
        var passwords = Files.writeString(folder.resolve("passwords"), "monitor geheim\n");
        Files.setPosixFilePermissions(passwords, PosixFilePermissions.fromString("rw-------"));
        startJvm(
                port,
                "-Dcom.sun.management.jmxremote.access.file=" + access,
                "-Dcom.sun.management.jmxremote.password.file=" + passwords);
        var file = Files.writeString(folder.resolve("mine"), "geheim\n");
        plugIns.given.put(
                "pulse.plugins.endpoints",
                "none jmx://127.0.0.1:%1$d; wrong jmx://127.0.0.1:%1$d user=monitor password=x; well jmx://127.0.0.1:%1$d user=monitor password-file=%2$s"
                        .formatted(port, file));

        assertThat(plugIns.visit("none")).startsWith("FAILED jmx://127.0.0.1:" + port + " refuses who shows no user: ");
        assertThat(plugIns.visit("wrong")).startsWith("FAILED jmx://127.0.0.1:" + port + " refuses monitor: ");
        assertThat(plugIns.visit("well")).contains("jvm.uptime ");
    }

    @Test
    void oneThatStartsAnewIsAskedAnew() throws Exception {
        var port = freePort();
        plugIns.given.put("pulse.plugins.endpoints", "stock jmx://127.0.0.1:" + port);
        assertThat(plugIns.visit("stock")).startsWith("AWAY jmx://127.0.0.1:" + port + " cannot be asked: ");
        var first = startJvm(port, "-Dcom.sun.management.jmxremote.authenticate=false");
        assertThat(plugIns.visit("stock")).contains("jvm.uptime ");
        first.destroyForcibly().waitFor();
        assertThat(plugIns.visit("stock")).startsWith("AWAY ");
        startJvm(port, "-Dcom.sun.management.jmxremote.authenticate=false");

        assertThat(plugIns.visit("stock")).contains("jvm.uptime ");
    }

    @Test
    void oneThatTakesTheConnectionAndSaysNothingIsAwayWhenItsTimeIsOver() throws Exception {
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            var url = "jmx://127.0.0.1:" + silent.getLocalPort();
            plugIns.given.put("pulse.plugins.endpoints", "silent " + url + " timeout=300ms");

            assertThat(plugIns.visit("silent")).isEqualTo("AWAY " + url + " does not answer within 300 ms\n");
            assertThat(plugIns.visit("silent")).isEqualTo("AWAY " + url + " does not answer within 300 ms\n");
        }
    }

    @Test
    void oneThatHaltsIsAwayWhenItsTimeIsOverAndIsAskedAgainWhenItGoesOn() throws Exception {
        var port = freePort();
        var jvm = startJvm(port, "-Dcom.sun.management.jmxremote.authenticate=false");
        plugIns.given.put("pulse.plugins.endpoints", "stock jmx://127.0.0.1:" + port + " timeout=5s");
        assertThat(plugIns.visit("stock")).contains("jvm.uptime ");
        signal("STOP", jvm);

        assertThat(plugIns.visit("stock"))
                .isEqualTo("AWAY jmx://127.0.0.1:" + port + " does not answer within 5000 ms\n");

        signal("CONT", jvm);
        while (!plugIns.visit("stock").contains("jvm.uptime ")) {
            Thread.onSpinWait();
        }
    }

    private static void signal(String name, Process process) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    @Test
    void theUsersOwnRulesAreAskedAsWell() throws Exception {
        var port = freePort();
        startJvm(port, "-Dcom.sun.management.jmxremote.authenticate=false");
        var rules = Files.createDirectory(folder.resolve("rules"));
        Files.writeString(
                rules.resolve("own.rules"),
                "bean java.lang:type=Compilation\ncounter own.compilation.time s TotalCompilationTime *0.001\n");
        Files.writeString(rules.resolve("wrong.rules"), "gauge x\n");
        plugIns.given.put("pulse.plugins.jmx.rules", rules.toString());
        plugIns.given.put("pulse.plugins.endpoints", "stock jmx://127.0.0.1:" + port);

        assertThat(plugIns.visit("stock")).contains("own.compilation.time ").contains("jvm.uptime ");
        assertThat(plugIns.visit("host"))
                .startsWith("ITEM " + rules.resolve("wrong.rules") + ", line 1: 'gauge x' cannot be understood\n")
                .endsWith("plugin.refused 1.0\n");
    }

    @Test
    void aRuleThatCannotBeUnderstoodIsNamed() {
        assertThat(JmxRules.shipped()).hasSizeGreaterThan(10);
        assertThatThrownBy(() -> JmxRules.of("own", "# mine\nbean a:b=c\ngauge x"))
                .hasMessage("own, line 3: 'gauge x' cannot be understood");
        assertThatThrownBy(() -> JmxRules.of("own", "gauge x 1 Y"))
                .hasMessage("own, line 1: 'gauge x 1 Y' cannot be understood");
        assertThatThrownBy(() -> JmxRules.of("own", "bean nothing"))
                .hasMessage("own, line 1: 'bean nothing' cannot be understood");
    }

    private Process startJvm(int port, String... options) throws IOException {
        var words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m",
                "-XX:+UseSerialGC",
                "-Dcom.sun.management.jmxremote.port=" + port,
                "-Dcom.sun.management.jmxremote.rmi.port=" + port,
                "-Dcom.sun.management.jmxremote.host=127.0.0.1",
                "-Djava.rmi.server.hostname=127.0.0.1",
                "-Dcom.sun.management.jmxremote.ssl=false"));
        words.addAll(List.of(options));
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), Watched.class.getName()));
        var process = new ProcessBuilder(words)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        started.add(process);
        try (var said = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            assertThat(said.readLine()).isEqualTo("it is up"); // its agent is up before main is called
        }
        return process;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
