package io.pulsefleet.e2e.bench;

import io.pulsefleet.e2e.Await;
import io.pulsefleet.e2e.fleet.Fleet;
import io.pulsefleet.e2e.fleet.FleetConfig;
import java.io.IOException;
import java.time.Duration;

/** A fleet in its ordinary life: what it costs. */
final class FleetBench implements Subject {

    private static final Duration EVERY = Duration.ofSeconds(10);
    private static final Duration WARM_UP = Duration.ofSeconds(40);

    @Override
    public void measure(Ground ground, Table table) throws IOException {
        var agents = ground.config().fleetAgents();
        try (var stack = ground.startHub("fleet");
                var fleet = new Fleet(FleetConfig.of(agents, EVERY), Ground.hub(stack), stack.joinToken())) {
            fleet.start();
            Await.pause(WARM_UP);
            fleet.totals().shipments().clear();
            var acknowledged = fleet.totals().acknowledged();
            var before = Cpu.now(stack);
            Await.pause(ground.config().fleetTime());
            fleet.checkAlive();
            var shares = Cpu.now(stack).since(before);
            var what = "%,d agents at 10 s x 150 values".formatted(agents);
            table.row(
                    what,
                    "shipments/s",
                    "%.0f",
                    (fleet.totals().acknowledged() - acknowledged)
                            / (double) ground.config().fleetTime().toSeconds());
            table.row(
                    what + ", CPU of hub and PostgreSQL", "% of the machine", "%.1f", shares.hub() + shares.postgres());
            shares.into(table, what);
            table.row(what + ", p50", "ms", "%.1f", fleet.totals().shipments().millis(50));
            table.row(what + ", p99", "ms", "%.1f", fleet.totals().shipments().millis(99));
        }
    }
}
