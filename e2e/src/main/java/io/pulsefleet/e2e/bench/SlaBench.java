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

    private static final String DAYS =
            "SELECT generate_series(date_trunc('year', now(), 'UTC') - interval '1 year', date_trunc('year', now(), 'UTC')"
                    + " - interval '1 day', '1 day') UNION SELECT generate_series(date_trunc('month', now(), 'UTC'),"
                    + " date_trunc('day', now(), 'UTC') - interval '1 day', '1 day')";

    private static final String MONTHS = "INSERT INTO uptime_month SELECT d, 86100, 150, 150, 0, 0, 0, 0, 0, m, 'fra-1'"
            + " FROM generate_series(date_trunc('year', now(), 'UTC') - interval '1 year', date_trunc('month', now(), 'UTC')"
            + " - interval '1 month', '1 month') d, generate_series(1, " + MONITORS + ") m";

    @Override
    public void measure(Ground ground, Table table) throws IOException, SQLException {
        try (var stack = ground.startHub("sla");
                var connection = Ground.database(stack)) {
            Thread.sleep(WARM_UP.toMillis());
            look(stack, table, "without monitors", new ManyMonitors(connection, 0), 0);
            var monitors = new ManyMonitors(connection, MONITORS);
            monitors.make();
            move(monitors, WARM_UP, A_SECOND);
            look(stack, table, "5,000 monitors, whose heartbeats move", monitors, A_SECOND);
            look(stack, table, "5,000 monitors, and nothing moves", monitors, 0);
            table.note("a year of roll-ups is made ...");
            monitors.roll(DAYS);
            monitors.beatToday();
            execute(connection, MONTHS, "VACUUM ANALYZE");
            ask(stack, table);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("the bench was stopped", stopped);
        }
    }

    private static void look(Stack stack, Table table, String what, ManyMonitors monitors, int aSecond)
            throws SQLException, InterruptedException {
        var before = Cpu.now(stack);
        move(monitors, LOOKED, aSecond);
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
    private static void move(ManyMonitors monitors, Duration length, int aSecond)
            throws SQLException, InterruptedException {
        for (int second = 0; second < length.toSeconds(); second++) {
            if (aSecond > 0) {
                var first = second * aSecond % MONITORS;
                monitors.beat(first + 1, first + aSecond);
            }
            Thread.sleep(1_000);
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
