package io.pulsefleet.e2e.bench;

import io.pulsefleet.e2e.HubClient;
import io.pulsefleet.e2e.Stack;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;

/**
 * How soon the hub tells what became of 5,000 monitors in a year, and what it takes to look at all of them each second.
 *
 * <p>The days of the year that is over and of this month, all months of both years, the hours of today, and this hour's
 * heartbeats at 30 s, from one datacenter, put there by SQL.
 * Looking is measured while heartbeats move, 167 a second, as from a prober, and while none do.
 */
final class SlaBench implements Subject {

    private static final int MONITORS = 5_000;
    private static final int A_SECOND = MONITORS / 30;
    private static final int RUNS = 11;
    private static final Duration LOOKED = Duration.ofSeconds(60);
    private static final Duration WARM_UP = Duration.ofSeconds(30);

    /** What a day holds of a monitor at 30 s. */
    private static final String LATENCY = "(SELECT jsonb_object_agg(phase, (SELECT jsonb_object_agg(b, 180) FROM"
            + " generate_series(84, 91) b)) FROM unnest(ARRAY['dns', 'connect', 'tls', 'first_byte', 'transfer', 'total']) phase)";

    private static final String DAYS =
            "INSERT INTO uptime_day (from_at, monitor, datacenter, up, degraded, down, excluded_up,"
                    + " excluded_degraded, excluded_down, latency) SELECT d, m, 'fra-1', 2870, 5, 5, 0, 0, 0, l.latency"
                    + " FROM (SELECT " + LATENCY + " AS latency) l,"
                    + " (SELECT generate_series(date_trunc('year', now(), 'UTC') - interval '1 year', date_trunc('year', now(), 'UTC')"
                    + " - interval '1 day', '1 day') UNION SELECT generate_series(date_trunc('month', now(), 'UTC'),"
                    + " date_trunc('day', now(), 'UTC') - interval '1 day', '1 day')) d (d), generate_series(1, "
                    + MONITORS + ") m";

    private static final String MONTHS = "INSERT INTO uptime_month SELECT d, 86100, 150, 150, 0, 0, 0, 0, 0, m, 'fra-1'"
            + " FROM generate_series(date_trunc('year', now(), 'UTC') - interval '1 year', date_trunc('month', now(), 'UTC')"
            + " - interval '1 month', '1 month') d, generate_series(1, " + MONITORS + ") m";

    private static final String HOURS =
            "INSERT INTO uptime_hour (from_at, monitor, datacenter, up, degraded, down, excluded_up,"
                    + " excluded_degraded, excluded_down, latency) SELECT h, m, 'fra-1', 120, 0, 0, 0, 0, 0, l.latency"
                    + " FROM (SELECT " + LATENCY + " AS latency) l,"
                    + " generate_series(date_trunc('day', now(), 'UTC'), date_trunc('hour', now()) - interval '1 hour', '1 hour') h,"
                    + " generate_series(1, " + MONITORS + ") m";

    private static final String HEARTBEATS =
            "INSERT INTO api_heartbeats (slot_at, executed_at, lease, revision, total_us, monitor,"
                    + " agent, dns_us, connect_us, tls_us, first_byte_us, transfer_us, datacenter, status)"
                    + " SELECT s, s, 1, 1, 5000, m, 1, 1000, 1000, 1000, 1000, 1000, 'fra-1', 'up'"
                    + " FROM generate_series(date_trunc('hour', now()), now(), '30 seconds') s, generate_series(1, "
                    + MONITORS + ") m";

    @Override
    public void measure(Ground ground, Table table) throws IOException, SQLException {
        try (var stack = ground.startHub("sla");
                var connection = Ground.database(stack)) {
            Thread.sleep(WARM_UP.toMillis());
            look(stack, table, "without monitors", connection, 0);
            execute(
                    connection,
                    "INSERT INTO datacenters (id, name) VALUES ('fra-1', 'Frankfurt')",
                    "INSERT INTO api_monitors (id, name, kind, check_body, schedule) SELECT i, 'monitor ' || i, 'http',"
                            + " '{\"url\": \"https://shop.example/health\"}', '30s' FROM generate_series(1, " + MONITORS
                            + ") i",
                    "INSERT INTO uptime_standing (monitor, datacenter, slot_at, executed_at, since_at, failures, status, total_us)"
                            + " SELECT i, 'fra-1', now(), now(), now(), 0, 'up', 5000 FROM generate_series(1, "
                            + MONITORS + ") i");
            move(connection, WARM_UP, A_SECOND);
            look(stack, table, "5,000 monitors, whose heartbeats move", connection, A_SECOND);
            look(stack, table, "5,000 monitors, and nothing moves", connection, 0);
            table.note("a year of roll-ups is made ...");
            execute(
                    connection,
                    DAYS,
                    MONTHS,
                    HOURS,
                    HEARTBEATS,
                    "INSERT INTO uptime_rolled (until_at) VALUES (date_trunc('hour', now())) ON CONFLICT (one) DO UPDATE SET"
                            + " until_at = excluded.until_at",
                    "VACUUM ANALYZE");
            ask(stack, table);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("the bench was stopped", stopped);
        }
    }

    private static void look(Stack stack, Table table, String what, Connection connection, int aSecond)
            throws SQLException, InterruptedException {
        var before = Cpu.now(stack);
        move(connection, LOOKED, aSecond);
        var now = Cpu.now(stack);
        var seconds = (now.atNanos() - before.atNanos()) / 1e9;
        table.row(
                "states looked at, " + what + ": CPU of the hub",
                "ms/s",
                "%.1f",
                now.hub().minus(before.hub()).toNanos() / 1e6 / seconds);
        table.row(
                "states looked at, " + what + ": CPU of PostgreSQL",
                "ms/s",
                "%.1f",
                now.postgres().minus(before.postgres()).toNanos() / 1e6 / seconds);
    }

    /** As what probers see does, once a second. */
    private static void move(Connection connection, Duration length, int aSecond)
            throws SQLException, InterruptedException {
        try (var move = connection.prepareStatement("UPDATE uptime_standing SET slot_at = now(), executed_at = now(),"
                + " moved_by = pg_current_xact_id() WHERE monitor BETWEEN ? AND ?")) {
            for (int second = 0; second < length.toSeconds(); second++) {
                if (aSecond > 0) {
                    var first = second * aSecond % MONITORS;
                    move.setInt(1, first + 1);
                    move.setInt(2, first + aSecond);
                    move.executeUpdate();
                }
                Thread.sleep(1_000);
            }
        }
    }

    private static void ask(Stack stack, Table table) throws IOException {
        var hub = new HubClient(stack.hubAddress(), stack.adminPassword());
        var year = java.time.Year.now(java.time.ZoneOffset.UTC).getValue();
        var month = java.time.YearMonth.now(java.time.ZoneOffset.UTC);
        told(table, hub, "SLA of 5,000 monitors, the year that is over", "/sla?month=" + (year - 1), MONITORS + 1);
        told(table, hub, "SLA of 5,000 monitors, this year up to now", "/sla?month=" + year, MONITORS + 1);
        told(table, hub, "SLA of 5,000 monitors, this month up to now", "/sla?month=" + month, MONITORS + 1);
        told(
                table,
                hub,
                "SLA of 5,000 monitors, the month that is over",
                "/sla?month=" + month.minusMonths(1),
                MONITORS + 1);
        told(
                table,
                hub,
                "one monitor's year with p50, p95, p99 of each phase",
                "?monitor=4711&from=" + (year - 1) + "-01-01T07:00:00Z&to=" + year + "-01-01T07:00:00Z",
                1);
    }

    private static void told(Table table, HubClient hub, String what, String question, int lines) throws IOException {
        var millis = new long[RUNS];
        for (int i = 0; i < RUNS; i++) {
            var began = System.nanoTime();
            var answer = hub.ask("/api/v1/uptime/reports" + question);
            millis[i] = Duration.ofNanos(System.nanoTime() - began).toMillis();
            if (answer.statusCode() != 200 || answer.body().lines().count() != lines) {
                throw new IOException(question + " is answered " + answer.statusCode() + ": "
                        + answer.body().lines().limit(3).toList());
            }
        }
        Arrays.sort(millis);
        table.count(what + ", median", "ms (aim: 1,000)", millis[RUNS / 2]);
        table.count(what + ", slowest of " + RUNS, "ms", millis[RUNS - 1]);
    }

    private static void execute(Connection connection, String... statements) throws SQLException {
        for (var sql : statements) {
            try (var statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }
    }
}
