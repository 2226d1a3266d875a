package io.pulsefleet.e2e.bench;

import io.pulsefleet.e2e.Await;
import io.pulsefleet.e2e.HubClient;
import io.pulsefleet.e2e.ProcessFigures;
import io.pulsefleet.e2e.Stack;
import io.pulsefleet.e2e.connected.ConnectedFleet;
import io.pulsefleet.e2e.load.Latencies;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Agents that are all connected at once, each by TLS with a certificate of its own: what the hub takes for them, how soon a
 * command is answered, and how soon they are back when the hub was killed.
 *
 * <p>Each holds its channel and a second connection for its heartbeats every 15 s, as an agent does; nothing else is sent.
 */
final class ChannelBench implements Subject {

    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Duration SETTLES = Duration.ofSeconds(30);
    private static final int ASKERS = 4;
    private static final Duration ASKED_EVERY = Duration.ofMillis(200);

    @Override
    public void measure(Ground ground, Table table) throws IOException, SQLException {
        var count = ground.config().channelAgents();
        try (var stack = ground.startHub("channel")) {
            var hub = new HubClient(stack.hubAddress(), stack.adminPassword());
            var token = hub.post(
                    "/api/v1/join-tokens", "{\"name\": \"bench\", \"group\": \"bench\", \"uses\": " + count + "}");
            var key = hub.post("/api/v1/api-keys", "{\"name\": \"bench\", \"role\": \"operator\"}")
                    .get("key")
                    .asText();
            var began = System.nanoTime();
            try (var fleet = ConnectedFleet.join(stack.config().agentsPort(), token, count)) {
                table.row("hosts that join, 8 at a time", "hosts/s", "%.0f", count / secondsSince(began));
                connect(fleet, table, count);
                Await.pause(SETTLES);
                look(stack, table, count);
                ask(stack, fleet, key, ground.config().channelTime(), table, count);
                askAll(stack, hub, fleet, table, count);
                look(stack, table, count);
                comeBack(stack, fleet, table, count);
                table.text(
                        "refused or lost while the hub was there",
                        "",
                        fleet.refused().toString());
            }
        }
    }

    private static void connect(ConnectedFleet fleet, Table table, int count) {
        var began = System.nanoTime();
        fleet.start(SETTLES);
        fleet.awaitReady(LONGEST);
        table.row(
                "%,d agents connect within %d s, to the last".formatted(count, SETTLES.toSeconds()),
                "s",
                "%.1f",
                (fleet.lastReadyAt() - began) / 1e9);
    }

    private static void look(Stack stack, Table table, int count) throws IOException, SQLException {
        var pid = stack.hub().pid();
        var what = "%,d agents connected: ".formatted(count);
        table.row(what + "live heap of the hub (aim: 1,000)", "MB", "%.0f", LiveHeap.bytes(pid) / 1e6);
        table.row(what + "resident memory of the hub", "MB", "%.0f", new ProcessFigures(pid).residentBytes() / 1e6);
        table.count(what + "threads of the hub", "", entries(pid, "task"));
        table.count(what + "open files of the hub", "", entries(pid, "fd"));
        try (var database = Ground.database(stack);
                var rows = database.createStatement()
                        .executeQuery(
                                "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'pulsefleet-hub%'")) {
            rows.next();
            table.count(what + "connections of the hub to PostgreSQL", "", rows.getInt(1));
        }
    }

    private static long entries(long pid, String folder) throws IOException {
        try (var all = Files.list(Path.of("/proc", Long.toString(pid), folder))) {
            return all.count();
        }
    }

    /** One after the other, of any agent: asked by REST, written, sent, answered, stored, told to who waits. */
    private static void ask(Stack stack, ConnectedFleet fleet, String key, Duration length, Table table, int count) {
        var times = new Latencies();
        var failed = new AtomicLong();
        askFor(stack, fleet, key, SETTLES, times, failed);
        times.clear();
        var before = Cpu.now(stack);
        askFor(stack, fleet, key, length, times, failed);
        var shares = Cpu.now(stack).since(before);
        var what = "%,d agents connected: a command, %d/s".formatted(count, 1_000 / ASKED_EVERY.toMillis() * ASKERS);
        table.row(what + ", p50", "ms", "%.1f", times.millis(50));
        table.row(what + ", p95 (aim: 200)", "ms", "%.1f", times.millis(95));
        table.row(what + ", largest", "ms", "%.1f", times.largestMillis());
        table.count(what + ", answered", "", times.count());
        table.count(what + ", not answered", "", failed.get());
        shares.into(table, what);
    }

    private static void askFor(
            Stack stack, ConnectedFleet fleet, String key, Duration length, Latencies times, AtomicLong failed) {
        var until = System.nanoTime() + length.toNanos();
        var askers = new Thread[ASKERS];
        for (int i = 0; i < ASKERS; i++) {
            askers[i] = new Thread(() -> askUntil(until, stack.hubAddress(), fleet, key, times, failed), "asker");
            askers[i].start();
        }
        for (var asker : askers) {
            join(asker);
        }
    }

    private static void join(Thread asker) {
        try {
            asker.join();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private static void askUntil(
            long until, URI hub, ConnectedFleet fleet, String key, Latencies times, AtomicLong failed) {
        var client = HttpClient.newHttpClient();
        while (System.nanoTime() - until < 0) {
            var began = System.nanoTime();
            var agent = fleet.ids()
                    .get(ThreadLocalRandom.current().nextInt(fleet.ids().size()));
            if (isAnswered(client, hub.resolve("/api/v1/agents/" + agent + "/commands"), key)) {
                times.add(System.nanoTime() - began);
            } else {
                failed.incrementAndGet();
            }
            var left = ASKED_EVERY.toNanos() - (System.nanoTime() - began);
            Await.pause(Duration.ofNanos(Math.max(0, left)));
        }
    }

    private static boolean isAnswered(HttpClient client, URI commands, String key) {
        try {
            var answer = client.send(
                    HttpRequest.newBuilder(commands)
                            .header("Authorization", "Bearer " + key)
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString(
                                    "{\"command\": \"" + ConnectedFleet.COMMAND + "\", \"wait\": 30}"))
                            .build(),
                    BodyHandlers.ofString());
            return answer.statusCode() == 200 && answer.body().contains("\"succeeded\"");
        } catch (IOException lost) {
            return false;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** One request, from its sending to the last agent's outcome in the database. */
    private static void askAll(Stack stack, HubClient hub, ConnectedFleet fleet, Table table, int count)
            throws IOException, SQLException {
        var before = fleet.commands();
        var began = System.nanoTime();
        hub.post("/api/v1/commands", "{\"command\": \"" + ConnectedFleet.COMMAND + "\", \"group\": \"bench\"}");
        Await.until("not all were told", LONGEST, () -> fleet.commands() - before >= count);
        try (var database = Ground.database(stack);
                var open = database.prepareStatement("SELECT count(*) FROM commands WHERE ended_at IS NULL")) {
            Await.until("not all have answered", LONGEST, () -> {
                try (var rows = open.executeQuery()) {
                    rows.next();
                    return rows.getInt(1) == 0;
                } catch (SQLException failed) {
                    throw new IllegalStateException(failed);
                }
            });
        }
        table.row(
                "one command to all %,d, to the last outcome stored".formatted(count),
                "s",
                "%.1f",
                secondsSince(began));
    }

    private static void comeBack(Stack stack, ConnectedFleet fleet, Table table, int count) throws IOException {
        fleet.serves(false);
        var killed = System.nanoTime();
        stack.hub().kill();
        stack.startHub();
        stack.hub().awaitReady(LONGEST);
        var ready = System.nanoTime();
        fleet.serves(true);
        fleet.awaitReady(LONGEST);
        var what = "hub killed and started again: ";
        table.row(what + "it is ready", "s", "%.1f", (ready - killed) / 1e9);
        table.row(
                what + "%,d agents are back, since its end (aim: 60)".formatted(count),
                "s",
                "%.1f",
                (fleet.lastReadyAt() - killed) / 1e9);
        table.row(what + "the same, since it is ready", "s", "%.1f", (fleet.lastReadyAt() - ready) / 1e9);
    }

    private static double secondsSince(long nanoTime) {
        return (System.nanoTime() - nanoTime) / 1e9;
    }
}
