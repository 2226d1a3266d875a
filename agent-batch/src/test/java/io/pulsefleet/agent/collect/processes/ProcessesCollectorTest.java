package io.pulsefleet.agent.collect.processes;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.agent.collect.Pass;
import io.pulsefleet.agent.collect.Visit;
import io.pulsefleet.agent.collect.kernel.KernelFiles;
import io.pulsefleet.agent.collect.kernel.Units;
import io.pulsefleet.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SP-01: who takes what there is. */
class ProcessesCollectorTest {

    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path root;

    private int visits;

    @Test
    void processesAreCountedByStateAndTheNameMayHaveBracketsAndBlanks() throws Exception {
        write("proc/uptime", "100.0 1.0\n");
        process(1, "systemd", 'S', 10, 5);
        process(2, "kthreadd", 'I', 0, 0);
        process(7, "my (odd) name", 'R', 10, 5);
        process(8, "gone", 'Z', 0, 0);
        write("proc/9/stat", "");
        write("proc/meminfo", "no process\n");

        assertThat(numbers(visit(collector(Map.of())))).isEqualTo("""
                system.process.count{system.process.status="running"} 1.0
                system.process.count{system.process.status="sleeping"} 1.0
                system.process.count{system.process.status="blocked"} 0.0
                system.process.count{system.process.status="idle"} 1.0
                system.process.count{system.process.status="stopped"} 0.0
                system.process.count{system.process.status="defunct"} 1.0
                system.process.count{system.process.status="other"} 0.0
                system.thread.count 4.0""");
    }

    @Test
    void theSnapshotNamesThoseThatUsedMostSinceTheLastOneAlsoWhereTheyHaveEnded() throws Exception {
        var collector = collector(Map.of("pulse.processes.top", "1"));
        write("proc/uptime", "100.0 1.0\n");
        write("etc/passwd", "root:x:0:0:root:/root:/bin/sh\nshop:x:33:33::/:\n");
        process(10, "java", 'S', 5000, 500);
        write("proc/10/status", "Name:\tjava\nUid:\t33\t33\t33\t33\n");
        write("proc/10/cmdline", "java\0--password=s3cret\0");
        write("proc/10/cgroup", "0::/system.slice/shop.service\n");
        process(11, "sleep", 'S', 0, 5);
        assertThat(visit(collector).documents()).isEmpty();

        write("proc/uptime", "110.0 1.0\n");
        process(10, "java", 'S', 5100, 500);
        process(12, "backup", 'R', 900, 5);
        write("proc/12/io", "rchar: 9\nread_bytes: 40960\nwrite_bytes: 0\n");
        write("proc/12/cmdline", "backup\0--all\0");
        assertThat(visit(collector).documents()).isEmpty();

        write("proc/uptime", "160.0 1.0\n");
        Files.delete(root.resolve("proc/12/stat"));
        process(10, "java", 'S', 5400, 500);
        visits = 6;
        assertThat(visit(collector).documents()).singleElement().satisfies(document -> {
            assertThat(document.kind()).isEqualTo("host.processes");
            assertThat(document.body().text())
                    .isEqualTo("{\"seconds\":60.0,\"total\":2,\"processes\":["
                            + "{\"pid\":12,\"ppid\":1,\"name\":\"backup\",\"state\":\"running\",\"threads\":1,\"cpu\":0.15,"
                            + "\"rss_bytes\":20480,\"read_bytes_per_second\":682.667,\"written_bytes_per_second\":0.0,"
                            + "\"started_seconds_ago\":159.88,\"ended\":true,\"command\":\"backup --all\","
                            + "\"most\":[\"cpu\",\"io\"]},"
                            + "{\"pid\":10,\"ppid\":1,\"name\":\"java\",\"user\":\"shop\",\"state\":\"sleeping\",\"threads\":1,"
                            + "\"cpu\":0.067,\"rss_bytes\":2048000,\"read_bytes_per_second\":0.0,"
                            + "\"written_bytes_per_second\":0.0,\"started_seconds_ago\":159.9,"
                            + "\"command\":\"java --password=***\",\"cgroup\":\"/system.slice/shop.service\","
                            + "\"most\":[\"memory\"]}]}");
        });
    }

    @Test
    void aWatchedGroupIsCountedAndItsRestartsAreEvents() throws Exception {
        var collector = collector(Map.of("pulse.processes.watch", "shop=java .*shop; db=^postgres"));
        write("proc/uptime", "100.0 1.0\n");
        process(10, "java", 'S', 5000, 500);
        write("proc/10/cmdline", "java\0-jar\0shop.jar\0");
        assertThat(numbers(visit(collector))).endsWith("""
                process.watch.count{process.watch="shop"} 1.0
                process.watch.cpu.utilization{process.watch="shop"} NaN
                process.watch.memory.usage{process.watch="shop"} 2048000.0
                process.watch.thread.count{process.watch="shop"} 1.0
                process.watch.restarts{process.watch="shop"} 0.0
                process.watch.count{process.watch="db"} 0.0
                process.watch.cpu.utilization{process.watch="db"} NaN
                process.watch.memory.usage{process.watch="db"} 0.0
                process.watch.thread.count{process.watch="db"} 0.0
                process.watch.restarts{process.watch="db"} 0.0""");

        write("proc/uptime", "110.0 1.0\n");
        process(10, "java", 'S', 5500, 500);
        process(11, "java", 'S', 300, 500);
        write("proc/11/cmdline", "java\0-jar\0shop.jar\0worker\0");
        var grown = visit(collector);
        assertThat(grown.documents()).isEmpty();
        assertThat(numbers(grown))
                .contains("process.watch.count{process.watch=\"shop\"} 2.0")
                .contains("process.watch.cpu.utilization{process.watch=\"shop\"} 0.8")
                .contains("process.watch.restarts{process.watch=\"shop\"} 0.0");

        write("proc/uptime", "120.0 1.0\n");
        Files.delete(root.resolve("proc/10/stat"));
        Files.delete(root.resolve("proc/11/stat"));
        process(12, "java", 'S', 100, 500);
        write("proc/12/cmdline", "java\0-jar\0shop.jar\0");
        var restarted = visit(collector);
        assertThat(events(restarted))
                .isEqualTo(
                        "{\"type\":\"process.restarted\",\"subject\":\"shop\",\"from\":\"running\",\"to\":\"running\","
                                + "\"message\":\"the processes shop: restarted\"}");
        assertThat(numbers(restarted)).contains("process.watch.restarts{process.watch=\"shop\"} 1.0");

        Files.delete(root.resolve("proc/12/stat"));
        assertThat(events(visit(collector))).contains("\"process.gone\"");
        process(13, "java", 'S', 100, 500);
        write("proc/13/cmdline", "java\0-jar\0shop.jar\0");
        var back = visit(collector);
        assertThat(events(back)).contains("\"process.started\"");
        assertThat(numbers(back)).contains("process.watch.restarts{process.watch=\"shop\"} 2.0");
    }

    @Test
    void thisMachinesProcessesAreThoseThatPsLists() throws Exception {
        var collector = new ProcessesCollector(settings(Map.of()), new KernelFiles(Path.of("/")));
        var counted = 0.0;
        for (var reading = collector.begin(new Visit("host", AT)); ; ) {
            var next = reading.next();
            if (next.isEmpty()) {
                break;
            }
            if (next.get().position().metric().equals("system.process.count")) {
                counted += next.get().value();
            }
        }
        var ps = new ProcessBuilder("ps", "-e", "-o", "pid=").start();
        var listed = ps.inputReader().lines().count();

        assertThat(counted).isBetween(listed * 0.9 - 5, listed * 1.1 + 5);
    }

    private ProcessesCollector collector(Map<String, String> given) {
        return new ProcessesCollector(settings(given), new KernelFiles(root), new Units(4096, 100));
    }

    private static Settings settings(Map<String, String> given) {
        return new Settings(name -> Optional.ofNullable(given.get(name)));
    }

    private Pass visit(ProcessesCollector collector) throws IOException {
        return collector.begin(new Visit("host", AT.plusSeconds(10L * visits++)));
    }

    /** It started so many ticks after the host as its pid says. */
    private void process(int pid, String name, char state, long ticks, long pages) throws IOException {
        var virtual = pages == 0 ? 0 : 1 << 20;
        write(
                "proc/" + pid + "/stat",
                pid + " (" + name + ") " + state + " 1 1 1 0 -1 4194560 1 2 3 4 " + ticks + " 0 0 0 20 0 1 0 " + pid
                        + " " + virtual + " " + pages + " 18446744073709551615 1 1 0\n");
    }

    private void write(String name, String text) throws IOException {
        var file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static String numbers(Pass pass) throws IOException {
        var told = new ArrayList<String>();
        for (var next = pass.next(); next.isPresent(); next = pass.next()) {
            told.add(next.get().toString());
        }
        return String.join("\n", told);
    }

    private static String events(Pass pass) {
        return pass.documents().stream()
                .filter(one -> one.kind().equals("host.event"))
                .map(one -> one.body().text())
                .collect(joining("\n"));
    }
}
