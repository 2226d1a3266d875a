package io.pulsefleet.e2e.bench;

import io.pulsefleet.agent.collect.docker.DockerDaemon;
import io.pulsefleet.e2e.Await;
import io.pulsefleet.e2e.HubClient;
import io.pulsefleet.e2e.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One real agent with all that it collects by default every 10 s, on a host with many processes and containers. */
final class HostBench implements Subject {

    private static final int PROCESSES = 300;
    private static final int BUSY = 10;
    private static final int CONTAINERS = 50;
    private static final int COMPARED = 3;
    private static final Duration LONGEST = Duration.ofMinutes(3);

    @Override
    public void measure(Ground ground, Table table) throws IOException {
        var folder = ground.emptyFolder("host");
        var started = new ArrayList<Process>();
        var engine = engine(folder, table);
        try {
            crowd(started);
            table.count("processes on the host, those in containers among them", "", processes());
            var socket = engine.map(DockerDaemon::socket).orElse(folder.resolve("no-docker.sock"));
            var given = Map.of("PULSE_DOCKER_SOCKET", socket.toString(), "PULSE_SERVICES_EVERY", "10s");
            try (var stack = Stack.beside(folder.resolve("stack"), given)) {
                stack.start();
                var hub = new HubClient(stack.hubAddress(), stack.adminPassword());
                hub.awaitFirstReading(LONGEST);
                new Settled(table, "agent on that host, all at 10 s", "% of a core (aim: 1.5)", "MB (aim: 240)")
                        .watch(
                                stack.agent().pid(),
                                ground.config().settles(),
                                ground.config().hostTime());
                compare(table, hub);
            }
        } finally {
            started.forEach(Process::destroy);
            end(engine);
        }
    }

    private static Optional<DockerDaemon> engine(Path folder, Table table) throws IOException {
        try {
            var daemon = DockerDaemon.start(Files.createDirectories(folder.resolve("docker")));
            for (int i = 0; i < CONTAINERS; i++) {
                daemon.runs("box-" + i, List.of(), "sleep", "3600");
            }
            table.count("containers", "", CONTAINERS);
            return Optional.of(daemon);
        } catch (DockerDaemon.NoEngineException not) {
            table.skipped(CONTAINERS + " containers", not.getMessage());
            return Optional.empty();
        } catch (IOException | RuntimeException failed) {
            throw failed;
        } catch (Exception failed) {
            throw new IOException(failed);
        }
    }

    private static void end(Optional<DockerDaemon> engine) throws IOException {
        try {
            if (engine.isPresent()) {
                engine.get().close();
            }
        } catch (IOException | RuntimeException failed) {
            throw failed;
        } catch (Exception failed) {
            throw new IOException(failed);
        }
    }

    /** Some that do a little now and then, and sleepers until there are enough. */
    private static void crowd(List<Process> started) throws IOException {
        for (int i = 0; i < BUSY; i++) {
            started.add(start(
                    "i=0; while [ $i -lt 900 ]; do sleep 2; j=0; while [ $j -lt 2000 ]; do j=$((j+1)); done; done"));
        }
        for (long missing = PROCESSES - processes(); missing > 0; missing--) {
            started.add(start("exec sleep 3600"));
        }
    }

    private static Process start(String script) throws IOException {
        return new ProcessBuilder("/bin/sh", "-c", script).start();
    }

    /** The kernel's own threads are none. */
    private static long processes() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().command().isPresent())
                .count();
    }

    /** What the hub has of some moments, beside what the kernel said at the same moments. */
    private static void compare(Table table, HubClient hub) throws IOException {
        var looks = new ArrayList<KernelLook>();
        for (int i = 0; i < COMPARED; i++) {
            looks.add(KernelLook.atNext(Duration.ofSeconds(10)));
        }
        Await.pause(Duration.ofSeconds(5));
        var agent = hub.onlyAgent().orElseThrow().get("id").asText();
        for (var metric : KernelLook.METRICS) {
            var worst = 0.0;
            for (var look : looks) {
                var told = hub.series(agent, metric, look.at(), Duration.ofSeconds(1))
                        .get("series")
                        .get(0)
                        .get("values")
                        .get(0)
                        .asDouble();
                worst = Math.max(worst, Math.abs(told / look.values().get(metric) - 1));
            }
            table.row(metric + ", farthest from /proc at the same moment", "% (aim: 1)", "%.3f", worst * 100);
        }
    }
}
