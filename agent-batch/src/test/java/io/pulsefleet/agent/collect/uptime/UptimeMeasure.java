package io.pulsefleet.agent.collect.uptime;

import io.pulsefleet.wire.RawJson;
import io.pulsefleet.wire.uptime.Heartbeats;
import io.pulsefleet.wire.uptime.PlannedMonitor;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;

/**
 * Not a test: what it takes to probe many HTTP monitors at a target that is another process. It prints per cent of a core, the
 * 99th percentile and the largest of how late probes began in milliseconds, heartbeats, how many were down, and megabytes
 * resident at most, with tabs between.
 *
 * <p>Arguments: the target's port, monitors, how many of these never answer, seconds to warm up, seconds to measure.
 */
final class UptimeMeasure {

    private static final Duration EVERY = Duration.ofSeconds(30);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final Logger LOG = Logger.getLogger("io.pulsefleet");

    private UptimeMeasure() {}

    public static void main(String[] args) throws Exception {
        LOG.setLevel(Level.SEVERE); // those that fail are to fail
        var port = Integer.parseInt(args[0]);
        var count = Integer.parseInt(args[1]);
        var silent = Integer.parseInt(args[2]);
        var resolver = new Resolver(() -> NameServers.only(List.of()), Path.of("/etc/hosts"));
        var outbox = new Outbox("measure");
        try (var engine = new Engine(new HubClock(), outbox, List.of(new HttpProber(resolver)), 5_000)) {
            engine.follow(
                    "here",
                    1,
                    IntStream.rangeClosed(1, count)
                            .mapToObj(id -> monitor(id, port, id <= silent ? "/silent" : "/ok"))
                            .toList());
            visits(outbox, Long.parseLong(args[3]));
            var before = cpuNanos();
            var begun = System.nanoTime();
            var seen = visits(outbox, Long.parseLong(args[4]));
            var percent = 100.0 * (cpuNanos() - before) / (System.nanoTime() - begun);
            var late = seen.late.stream().sorted().toList();
            System.out.printf(
                    "%.1f\t%d\t%d\t%d\t%d\t%d%n",
                    percent,
                    late.get(late.size() * 99 / 100),
                    late.get(late.size() - 1),
                    late.size(),
                    seen.down,
                    residentMegabytes());
        }
    }

    private static final class Seen {
        private final List<Long> late = new ArrayList<>();
        private int down;
    }

    /** Takes along what was seen every 5 s, as the job does. */
    private static Seen visits(Outbox outbox, long seconds) throws Exception {
        var seen = new Seen();
        var until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() < until) {
            TimeUnit.SECONDS.sleep(5);
            for (var document : outbox.take(Instant.now())) {
                var body = io.pulsefleet.wire.Json.read(
                        document.body().text().getBytes(StandardCharsets.UTF_8), Heartbeats.class);
                for (var heartbeat : body.heartbeats()) {
                    seen.late.add(Duration.between(heartbeat.slot(), heartbeat.executedAt())
                            .toMillis());
                    seen.down += heartbeat.error() == null ? 0 : 1;
                }
            }
            outbox.settle(java.util.Optional.of(outbox.mark()));
        }
        return seen;
    }

    private static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static long residentMegabytes() throws java.io.IOException {
        for (var line : java.nio.file.Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmHWM:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) >> 10;
            }
        }
        return 0;
    }

    private static PlannedMonitor monitor(int id, int port, String path) {
        return new PlannedMonitor(
                id,
                1,
                "monitor " + id,
                "http",
                EVERY,
                TIMEOUT,
                null,
                new RawJson("{\"url\":\"http://127.0.0.1:" + port + path
                        + "\",\"assertions\":[\"status == 200\",\"body contains \\\"ready\\\"\"]}"),
                Map.of());
    }
}
