package io.pulsefleet.e2e.bench;

import io.pulsefleet.agent.collect.uptime.MeasureTarget;
import io.pulsefleet.e2e.HubClient;
import io.pulsefleet.e2e.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What it takes to probe 5,000 HTTP monitors at 30 s, the target being another process, and with 500 that never answer; how
 * far phases are from curl's; how quickly the hub lists 5,000 monitors.
 */
final class UptimeBench implements Subject {

    private static final String WARM_UP_SECONDS = "60";
    private static final String SECONDS = "60";
    private static final String PROBES = "100";
    private static final int MONITORS = 5_000;
    private static final int WARM = 200;
    private static final int ASKED = 100;

    @Override
    public void measure(Ground ground, Table table) throws IOException, SQLException {
        measure(table, "5,000 HTTP monitors at 30 s", 0);
        measure(table, "the same, of which 500 never answer (time-out 10 s)", 500);
        comparePhases(table);
        try (var stack = ground.startHub("uptime")) {
            fill(stack);
            list(stack, table, "a page of 50", "?limit=50");
            list(stack, table, "the last page", "?offset=4950&limit=50");
            list(stack, table, "those down", "?state=down");
            list(stack, table, "those with a text", "?q=shop-49");
            list(stack, table, "1,000 at once", "?limit=1000");
        }
    }

    private static void measure(Table table, String what, int silent) throws IOException {
        try (var target = MeasureTarget.forgetful()) {
            var told = AgentJvm.run(
                            "io.pulsefleet.agent.collect.uptime.UptimeMeasure",
                            List.of(
                                    String.valueOf(target.port()),
                                    String.valueOf(MONITORS),
                                    String.valueOf(silent),
                                    WARM_UP_SECONDS,
                                    SECONDS))
                    .get(0);
            table.row(what + ": CPU of the prober", "% of a core (aim: 60)", "%.1f", Double.parseDouble(told.get(0)));
            table.count(what + ": begun after its slot, p99", "ms", Long.parseLong(told.get(1)));
            table.count(what + ": begun after its slot, largest", "ms (aim: 1,000)", Long.parseLong(told.get(2)));
            table.count(what + ": heartbeats in " + SECONDS + " s", "", Long.parseLong(told.get(3)));
            table.count(what + ": of which down", "", Long.parseLong(told.get(4)));
            table.count(what + ": resident at most", "MB", Long.parseLong(told.get(5)));
        }
    }

    /** Aim: within 2 ms or 5 %. */
    private static void comparePhases(Table table) throws IOException {
        if (Stream.of("/usr/bin/curl", "/bin/curl").noneMatch(path -> Files.isExecutable(Path.of(path)))) {
            table.skipped("phases, ours less curl's", "there is no curl");
            return;
        }
        for (var told : AgentJvm.run("io.pulsefleet.agent.collect.uptime.PhasesMeasure", List.of(PROBES))) {
            var ours = Long.parseLong(told.get(2));
            var curls = Long.parseLong(told.get(3));
            table.row(
                    "%s: %s, ours less curl's".formatted(told.get(0), told.get(1)),
                    "ms, of %.2f (medians of %s; aim: 2, or 5 %%)".formatted(curls / 1e3, PROBES),
                    "%.2f",
                    (ours - curls) / 1e3);
        }
    }

    /** Each tenth of them is down; each has been seen. */
    private static void fill(Stack stack) throws IOException, SQLException {
        try (var connection = Ground.database(stack);
                var statement = connection.createStatement()) {
            statement.execute("INSERT INTO datacenters (id, name) VALUES ('fra-1', 'Frankfurt')");
            statement.execute(
                    "INSERT INTO api_monitors (name, kind, check_body, schedule, tags) SELECT 'shop-' || i, 'http',"
                            + " jsonb_build_object('url', 'https://shop-' || i || '.example/health'), '30s',"
                            + " ARRAY['prod', 't' || i % 50] FROM generate_series(1, " + MONITORS + ") i");
            statement.execute("INSERT INTO uptime_state (monitor, state, since_at, reason)"
                    + " SELECT id, CASE WHEN id % 10 = 0 THEN 'down' ELSE 'up' END, now(), ''"
                    + " FROM api_monitors ON CONFLICT (monitor) DO UPDATE SET state = excluded.state");
            statement.execute(
                    "INSERT INTO uptime_standing (monitor, datacenter, slot_at, executed_at, since_at, failures, status,"
                            + " total_us)"
                            + " SELECT id, 'fra-1', now(), now(), now(), 0, CASE WHEN id % 10 = 0 THEN 'down' ELSE 'up' END, 12345"
                            + " FROM api_monitors ON CONFLICT DO NOTHING");
            statement.execute("ANALYZE");
        }
    }

    private static void list(Stack stack, Table table, String what, String query) throws IOException {
        var hub = new HubClient(stack.hubAddress(), stack.adminPassword());
        var took = new double[ASKED];
        for (int i = -WARM; i < ASKED; i++) {
            var began = System.nanoTime();
            hub.get("/api/v1/uptime/monitors" + query);
            if (i >= 0) {
                took[i] = (System.nanoTime() - began) / 1e6;
            }
        }
        Arrays.sort(took);
        table.row("list of 5,000 monitors, " + what + ", p95", "ms (aim: 200)", "%.1f", took[ASKED * 95 / 100]);
    }
}
