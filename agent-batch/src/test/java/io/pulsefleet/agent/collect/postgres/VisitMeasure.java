package io.pulsefleet.agent.collect.postgres;

import io.pulsefleet.embedded.Scratch;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;

/** Not a test: how long a visit takes at a server with 10,000 distinct statements and 200 sessions, and what it costs the server. */
final class VisitMeasure {

    private static final int STATEMENTS = 10_000;
    private static final int SESSIONS = 200;
    private static final int TABLES = 300;
    private static final int VISITS = 60;
    private static final Instant TEN = Instant.parse("2026-11-21T10:00:00Z");

    private VisitMeasure() {}

    public static void main(String[] args) throws Exception {
        var settings = Map.of(
                "shared_preload_libraries", "pg_stat_statements",
                "pg_stat_statements.max", "12000",
                "max_connections", "250");
        var sessions = new ArrayList<Connection>();
        try (var server = Versions.start(Versions.EMBEDDED, Files.createTempDirectory("measure"), settings);
                var watching = new Watching(server.port())
                        .with("pulse.postgres.db.user", "watcher")
                        .with("pulse.postgres.db.password", "secret")) {
            for (int i = 0; i < SESSIONS; i++) {
                sessions.add(DriverManager.getConnection(server.jdbcUrl("postgres"), Scratch.SUPERUSER, ""));
            }
            try (var statement = sessions.get(0).createStatement()) {
                statement.execute("CREATE EXTENSION pg_stat_statements");
                statement.execute("CREATE ROLE watcher LOGIN PASSWORD 'secret' IN ROLE pg_read_all_stats");
                for (int i = 0; i < TABLES; i++) {
                    statement.execute("CREATE TABLE t" + i + " (id int PRIMARY KEY, state text)");
                }
                for (int i = 0; i < STATEMENTS; i++) {
                    statement.execute(sql(i));
                }
            }
            measure("each minute", watching, Duration.ofMinutes(1), sessions);
            measure("all questions", watching, Duration.ofHours(1), sessions);
        } finally {
            for (var session : sessions) {
                session.close();
            }
        }
    }

    /** Each on a table of its own, or with more to compare. */
    private static String sql(int number) {
        return "SELECT id FROM t" + number % TABLES + " WHERE id = 1" + " OR id = 2".repeat(number / TABLES);
    }

    private static void measure(String name, Watching watching, Duration step, Iterable<Connection> sessions)
            throws Exception {
        var took = new long[VISITS];
        var before = watching.visit(TEN.plus(step)).number("pulsefleet.postgresql.own.time");
        var after = before;
        var distinct = 0.0;
        for (int i = 0; i < VISITS; i++) {
            try (var statement = sessions.iterator().next().createStatement()) {
                for (int k = 0; k < 500; k++) {
                    statement.execute(sql((i * 137 + k) % STATEMENTS));
                }
            }
            var begun = System.nanoTime();
            var seen = watching.visit(TEN.plus(step.multipliedBy(i + 2L)));
            took[i] = System.nanoTime() - begun;
            after = seen.number("pulsefleet.postgresql.own.time");
            distinct = seen.number("postgresql.statements.distinct");
        }
        Arrays.sort(took);
        System.out.printf(
                "%s, %.0f statements: p50 %.0f ms, p95 %.0f ms; the server itself says %.0f ms a visit%n",
                name, distinct, took[VISITS / 2] / 1e6, took[VISITS * 95 / 100] / 1e6, (after - before) / VISITS);
    }
}
