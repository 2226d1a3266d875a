package io.pulsefleet.e2e.bench;

import io.pulsefleet.e2e.Await;
import io.pulsefleet.e2e.HubClient;
import io.pulsefleet.e2e.ProcessFigures;
import io.pulsefleet.e2e.Stack;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * One watched database with 10,000 distinct statements and 200 sessions: what being watched costs its server, and how long
 * a cycle takes.
 */
final class DatabaseBench implements Subject {

    private static final int STATEMENTS = 10_000;
    private static final int TABLES = 100;
    private static final int SESSIONS = 200;
    private static final int WORK_PER_SECOND = 200;
    private static final int HARD_WORKERS = 8;
    private static final int CYCLES = 100;
    private static final Duration LONGEST = Duration.ofMinutes(3);

    @Override
    public void measure(Ground ground, Table table) throws IOException, SQLException {
        var folder = ground.emptyFolder("database");
        var sessions = new ArrayList<Connection>();
        try (var server = WatchedServer.start(folder.resolve("watched"), SESSIONS + 20)) {
            server.createDatabase("shop", TABLES);
            for (int i = 0; i < SESSIONS; i++) {
                sessions.add(server.connect("shop"));
            }
            for (int i = 0; i < STATEMENTS; i++) {
                WatchedServer.execute(sessions.get(i % SESSIONS), WatchedServer.statement(i));
            }
            try (var people = new People(sessions, STATEMENTS)) {
                people.work(WORK_PER_SECOND);
                cycles(table, server, "a cycle of all questions, 200 statements/s");
            }
            try (var people = new People(sessions, STATEMENTS)) {
                people.workHard(HARD_WORKERS);
                cycles(table, server, "the same, 8 sessions that keep both processors busy");
            }
            try (var people = new People(sessions, STATEMENTS);
                    var stack = Stack.beside(folder.resolve("stack"), environment(server))) {
                people.work(WORK_PER_SECOND);
                stack.start();
                cost(table, server, stack, ground.config().databasesTime());
            }
        } finally {
            for (var session : sessions) {
                session.close();
            }
        }
    }

    private static Map<String, String> environment(WatchedServer server) {
        return Map.of(
                "PULSE_POSTGRES_TARGETS",
                "main",
                "PULSE_POSTGRES_DB_HOST",
                "127.0.0.1",
                "PULSE_POSTGRES_DB_PORT",
                Integer.toString(server.server().port()),
                "PULSE_POSTGRES_DB_NAME",
                "shop",
                "PULSE_POSTGRES_DB_USER",
                WatchedServer.USER,
                "PULSE_POSTGRES_DB_PASSWORD",
                WatchedServer.PASSWORD);
    }

    /** Each an hour after the other, by the clock that it is told, so that all that it may ask is due. */
    private static void cycles(Table table, WatchedServer server, String what) throws IOException {
        var told = AgentJvm.run(
                "io.pulsefleet.agent.collect.postgres.VisitMeasure",
                List.of(
                        Integer.toString(server.server().port()),
                        "shop",
                        WatchedServer.USER,
                        WatchedServer.PASSWORD,
                        Integer.toString(CYCLES)));
        var millis = told.stream()
                .filter(line -> line.get(0).equals("visit"))
                .mapToDouble(line -> Double.parseDouble(line.get(1)))
                .toArray();
        told.stream().filter(line -> !line.get(0).equals("visit")).forEach(line -> table.note(String.join(" ", line)));
        var first = millis[0];
        var warm = Arrays.stream(millis).skip(CYCLES / 10).sorted().toArray();
        table.row(what + ", p50", "ms", "%.0f", warm[warm.length / 2]);
        table.row(what + ", p95", "ms (aim: less than 500)", "%.0f", warm[warm.length * 95 / 100]);
        table.row(what + ", largest", "ms", "%.0f", warm[warm.length - 1]);
        table.row(what + ", the very first after a start", "ms", "%.0f", first);
    }

    private static void cost(Table table, WatchedServer server, Stack stack, Duration time)
            throws IOException, SQLException {
        var hub = new HubClient(stack.hubAddress(), stack.adminPassword());
        hub.awaitFirstReading(LONGEST);
        Await.pause(time);
        var agent = hub.onlyAgent().orElseThrow().get("id").asText();
        var began = System.nanoTime();
        var from = Instant.now();
        var first = new HashMap<Long, Duration>();
        var last = new HashMap<Long, Duration>();
        try (var connection = server.connect("postgres")) {
            while (System.nanoTime() - began < time.toNanos()) {
                for (var pid : WatchedServer.ourBackends(connection)) {
                    see(pid, first, last);
                }
                Await.pause(Duration.ofSeconds(1));
            }
        }
        var nanos = last.entrySet().stream()
                .mapToLong(
                        seen -> seen.getValue().minus(first.get(seen.getKey())).toNanos())
                .sum();
        var share = nanos / (double) (System.nanoTime() - began);
        table.row(
                "its backends that serve us, CPU over " + time.toMinutes() + " min",
                "% of a core (aim: less than 1)",
                "%.2f",
                share * 100);
        table.row(
                "what the agent itself tells of that (pulsefleet.postgresql.own.time)",
                "% of a core",
                "%.2f",
                100 * ownTime(hub, agent, from.minusSeconds(90)));
        table.count("connections that we had there", "", first.size());
    }

    /** One that we see for the first time later on began within the time that is measured. */
    private static void see(long pid, Map<Long, Duration> first, Map<Long, Duration> last) {
        try {
            var cpu = new ProcessFigures(pid).cpu();
            first.putIfAbsent(pid, last.isEmpty() ? cpu : Duration.ZERO);
            last.put(pid, cpu);
        } catch (NoSuchElementException ended) {
            return; // what was seen of it last stands
        }
    }

    /** Of a second, by its first and its last value since then. */
    private static double ownTime(HubClient hub, String agent, Instant from) throws IOException {
        var series = hub.series(agent, "pulsefleet.postgresql.own.time", from, Duration.ofSeconds(1))
                .get("series")
                .get(0);
        var at = series.get("at");
        var values = series.get("values");
        int end = at.size() - 1;
        return (values.get(end).asDouble() - values.get(0).asDouble())
                / 1e3
                / (at.get(end).asLong() - at.get(0).asLong());
    }
}
