package io.pulsefleet.store.postgres;

import io.pulsefleet.store.OwnPostgres;
import io.pulsefleet.store.postgres.LogEntries.Filter;
import io.pulsefleet.store.postgres.Samples.Kind;
import io.pulsefleet.store.postgres.Statements.Order;
import io.pulsefleet.store.schema.Partitions;
import io.pulsefleet.store.series.Snapshot;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Not a test: how long the questions take, with two servers' days in the tables. The figures are in ADR 0018. */
final class PostgresTablesMeasure {

    private static final Instant END = Instant.parse("2026-11-21T12:00:00Z");
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final int ROUNDS = 5;

    private PostgresTablesMeasure() {}

    /** 24 hours each of 500 statements and 200 sessions a minute, and 10 log entries a second. */
    private static final String FILL = """
            INSERT INTO pg_statement SELECT at, at - interval '1 minute', at, agent, true, 'main', 1000 + n, 'shop', 'shop',
                   n, n * 1.5, 0, n, n * 10, n, 0, 0, 0, 0, 0, 0, 0
            FROM generate_series(timestamptz '2026-11-20 12:01Z', '2026-11-21 12:00Z', '1 minute') at,
                 generate_series(1, 2) agent, generate_series(1, 500) n;
            INSERT INTO pg_session SELECT at, at, agent, 'main', n, 'shop', 'shop', 'web:r-' || n, '192.0.2.20', 'client backend',
                   at, at, at, at, 'Client', 'ClientRead', 'idle', 1000 + n,
                   left('SELECT o.id, o.total, c.name FROM orders o JOIN customers c ON c.id = o.customer WHERE o.state = ' || n, 120),
                   NULL, 'r-' || n || '-' || extract(epoch FROM at), false
            FROM generate_series(timestamptz '2026-11-20 12:01Z', '2026-11-21 12:00Z', '1 minute') at,
                 generate_series(1, 2) agent, generate_series(1, 200) n;
            INSERT INTO pg_sample SELECT at, at, agent, 'main', 'activity', 200, NULL, '{"running": 4, "Lock:tuple": 1, "idle": 195}'
            FROM generate_series(timestamptz '2026-11-20 12:01Z', '2026-11-21 12:00Z', '10 seconds') at, generate_series(1, 2) agent;
            INSERT INTO pg_log_entry (received_at, at, agent, target, error_severity, event, message, cut)
            SELECT at, at, 1, 'main', 'LOG', 'slow-statement', 'duration: 241.512 ms  statement: SELECT count(*) FROM events', false
            FROM generate_series(timestamptz '2026-11-20 12:01Z', '2026-11-21 12:00Z', '100 milliseconds') at;
            ANALYZE pg_statement, pg_session, pg_sample, pg_log_entry""";

    private interface Question {
        Object ask();
    }

    public static void main(String[] args) throws Exception {
        try (var postgres = OwnPostgres.startIn(Files.createTempDirectory("measure"))) {
            new Partitions(postgres.database()).makeAhead(END.minus(Duration.ofDays(1)));
            postgres.execute(FILL);
            for (var table : List.of("pg_statement", "pg_session", "pg_sample", "pg_log_entry")) {
                System.out.println(postgres.query("""
                        SELECT format('%1$s: %%s rows, %%s bytes a row with indexes', n, bytes / n) FROM
                        (SELECT count(*) AS n FROM %1$s) c, (SELECT sum(pg_total_relation_size(inhrelid))::bigint AS bytes
                         FROM pg_inherits WHERE inhparent = '%1$s'::regclass) b""".formatted(table)));
            }
            ask(new Snapshot(postgres.database().source()));
        }
    }

    private static void ask(Snapshot snapshot) {
        var server = new Server(1, "main");
        var hour = END.minus(Duration.ofHours(1));
        var day = END.minus(Duration.ofDays(1));
        var statements = new Statements(snapshot);
        var samples = new Samples(snapshot);
        measure("statements, an hour", () -> statements.top(server, hour, END, Order.TOTAL_TIME, 50, LONGEST));
        measure("statements, a day", () -> statements.top(server, day, END, Order.TOTAL_TIME, 50, LONGEST));
        measure("a statement's day", () -> statements.history(server, 1_007, day, END, Duration.ofMinutes(5), LONGEST));
        measure("newest sample", () -> samples.newest(server, Kind.ACTIVITY, END, Duration.ofDays(7), LONGEST));
        measure("sessions of a moment", () -> new Sessions(snapshot).of(server, END, 1_000, LONGEST));
        measure("waits, a day", () -> samples.doings(server, day, END, Duration.ofMinutes(5), 100_000, LONGEST));
        measure(
                "log, newest 200 of a day",
                () -> new LogEntries(snapshot)
                        .read(server, day, END, new Filter(List.of(), List.of(), ""), 200, LONGEST));
        measure(
                "log, a text that is nowhere, an hour",
                () -> new LogEntries(snapshot)
                        .read(server, hour, END, new Filter(List.of(), List.of(), "nowhere"), 200, LONGEST));
        measure(
                "events, a day",
                () -> new LogEntries(snapshot).tallies(server, day, END, Duration.ofMinutes(15), 100_000, LONGEST));
        measure(
                "correlation",
                () -> new Correlated(snapshot)
                        .sessions("r-7-1795262400.000000", day, END.plusSeconds(60), 1_000, LONGEST));
    }

    private static void measure(String name, Question question) {
        var best = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            var begin = System.nanoTime();
            question.ask();
            best = Math.min(best, (System.nanoTime() - begin) / 1e6);
        }
        System.out.printf(Locale.ROOT, "%-40s %8.1f ms%n", name, best);
    }
}
