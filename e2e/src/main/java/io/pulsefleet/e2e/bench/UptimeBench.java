package io.pulsefleet.e2e.bench;

import io.pulsefleet.agent.collect.uptime.MeasureTarget;
import java.io.IOException;
import java.util.List;

/** What it takes to probe 5,000 HTTP monitors at 30 s, the target being another process; and with 500 that never answer. */
final class UptimeBench implements Subject {

    private static final String WARM_UP_SECONDS = "60";
    private static final String SECONDS = "60";

    @Override
    public void measure(Ground ground, Table table) throws IOException {
        measure(table, "5,000 HTTP monitors at 30 s", 0);
        measure(table, "the same, of which 500 never answer (time-out 10 s)", 500);
    }

    private static void measure(Table table, String what, int silent) throws IOException {
        try (var target = MeasureTarget.forgetful()) {
            var told = AgentJvm.run(
                            "io.pulsefleet.agent.collect.uptime.UptimeMeasure",
                            List.of(
                                    String.valueOf(target.port()),
                                    "5000",
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
}
