package io.pulsefleet.e2e.bench;

import io.pulsefleet.e2e.Await;
import io.pulsefleet.e2e.HubClient;
import io.pulsefleet.e2e.ProcessFigures;
import io.pulsefleet.e2e.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;

/** One real agent: how soon, how small, how fast it drains. */
final class AgentBench implements Subject {

    private static final Duration LONGEST = Duration.ofMinutes(3);
    private static final Duration SETTLING = Duration.ofSeconds(30);
    private static final Duration WATCHED = Duration.ofMinutes(3);
    private static final int READINGS = 12;
    private static final int SEGMENTS = 3_000;

    private Table table;

    @Override
    public void measure(Ground ground, Table into) throws IOException {
        table = into;
        try (var stack = ground.startHub("agent")) {
            var hub = new HubClient(stack.hubAddress(), stack.adminPassword());
            measureFirstReading(stack, hub);
            measureFootprint(stack);
            measureReadingToChart(hub);
            measureDrain(stack);
        }
    }

    private void measureFirstReading(Stack stack, HubClient hub) throws IOException {
        var began = System.nanoTime();
        stack.startAgent();
        hub.awaitFirstReading(LONGEST);
        table.row("start of the agent to its first reading stored", "s", "%.1f", seconds(began));
    }

    private void measureFootprint(Stack stack) {
        Await.pause(SETTLING);
        var process = new ProcessFigures(stack.agent().pid());
        var cpuBefore = process.cpu();
        var began = System.nanoTime();
        var largest = 0L;
        while (seconds(began) < WATCHED.toSeconds()) {
            largest = Math.max(largest, process.residentBytes());
            Await.pause(Duration.ofSeconds(1));
        }
        var share = process.cpu().minus(cpuBefore).toNanos() / (seconds(began) * 1e9);
        table.row("agent, 10 s interval, resident memory (largest in 3 min)", "MB", "%.0f", largest / 1e6);
        table.row("agent, 10 s interval, CPU (average of 3 min)", "% of a core", "%.2f", share * 100);
    }

    /** From the moment that a reading bears to the moment that the charts' API has it. */
    private void measureReadingToChart(HubClient hub) throws IOException {
        var agent = hub.onlyAgent().orElseThrow().get("id").asText();
        var delays = new ArrayList<Double>();
        var last = Instant.now().getEpochSecond();
        while (delays.size() < READINGS) {
            var seen = lastReading(hub, agent);
            if (seen > last) {
                delays.add((System.currentTimeMillis() - seen * 1_000) / 1e3);
                last = seen;
            }
            Await.pause(Duration.ofMillis(20));
        }
        delays.sort(null);
        table.row("reading to the charts' API, median of " + READINGS, "s", "%.2f", delays.get(READINGS / 2));
        table.row("reading to the charts' API, largest of " + READINGS, "s", "%.2f", delays.get(READINGS - 1));
    }

    private static long lastReading(HubClient hub, String agent) throws IOException {
        var answer = hub.series(agent, "system.uptime", Instant.now().minusSeconds(60), Duration.ofSeconds(1));
        var series = answer.get("series");
        if (series.isEmpty()) {
            return 0;
        }
        var at = series.get(0).get("at");
        return at.get(at.size() - 1).asLong();
    }

    /** The hub was away; segments that were sealed meanwhile are many copies of a real one, under names of their own. */
    private void measureDrain(Stack stack) throws IOException {
        var console = new HubClient(stack.agentAddress(), stack.adminPassword());
        stack.hub().stop();
        Await.until("no segment waits", LONGEST, () -> waiting(console) > 1);
        stack.agent().stop();
        multiply(stack.config().data().resolve("agent/spool"));
        stack.startAgent();
        stack.agent().awaitReady(LONGEST);
        stack.startHub();
        stack.hub().awaitReady(LONGEST);
        Await.until("the drain does not begin", LONGEST, () -> waiting(console) < SEGMENTS);
        var before = waiting(console);
        var began = System.nanoTime();
        Await.until("the spool is not drained", LONGEST, () -> waiting(console) < 2);
        table.row(
                "one agent drains a spool of " + SEGMENTS + " segments",
                "shipments/s",
                "%.0f",
                before / seconds(began));
    }

    private static long waiting(HubClient console) throws IOException {
        return console.get("/api/v1/agent").get("spool").get("segments").asLong();
    }

    private static void multiply(Path spool) throws IOException {
        try (var files = Files.list(spool)) {
            var largest = files.filter(file -> file.toString().endsWith(".gz"))
                    .max((one, other) ->
                            Long.compare(one.toFile().length(), other.toFile().length()))
                    .orElseThrow();
            var parts = largest.getFileName().toString().split("\\.", 4); // number, moment, name, readings and ending
            for (int copy = 0; copy < SEGMENTS; copy++) {
                Files.copy(largest, spool.resolve("%s.%s.bench-1-%d.%s".formatted(parts[0], parts[1], copy, parts[3])));
            }
        }
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
