package io.pulsefleet.e2e.bench;

import io.pulsefleet.e2e.Await;
import io.pulsefleet.e2e.Stack;
import io.pulsefleet.e2e.fleet.Fleet;
import io.pulsefleet.e2e.fleet.FleetConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.StringJoiner;

/**
 * A fleet in its ordinary life: what it costs, once the hub's compiler has done its work. A fleet at ease keeps it busy for
 * minutes, where a flood takes seconds.
 */
final class FleetBench implements Subject {

    private static final Duration EVERY = Duration.ofSeconds(10);
    private static final Duration WARM_WINDOW = Duration.ofSeconds(30);
    private static final Duration WARM_AT_MOST = Duration.ofMinutes(8);

    /** As long as a window takes so much less than the best before, it is not warm. */
    private static final double STILL_FALLING = 0.95;

    @Override
    public void measure(Ground ground, Table table) throws IOException {
        var agents = ground.config().fleetAgents();
        try (var stack = ground.startHub("fleet");
                var fleet = new Fleet(FleetConfig.of(agents, EVERY), Ground.hub(stack), stack.joinToken())) {
            fleet.start();
            table.note("CPU of the hub while it warms up, %% of the machine: %s".formatted(warmUp(stack, fleet)));
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

    /** Until two windows in a row took no less than the best before. Returns what each took. */
    private static String warmUp(Stack stack, Fleet fleet) {
        var told = new StringJoiner(", ");
        var best = Double.MAX_VALUE;
        var steady = 0;
        var began = System.nanoTime();
        while (steady < 2 && System.nanoTime() - began < WARM_AT_MOST.toNanos()) {
            var before = Cpu.now(stack);
            Await.pause(WARM_WINDOW);
            fleet.checkAlive();
            var share = Cpu.now(stack).since(before).hub();
            told.add("%.0f".formatted(share));
            steady = share < best * STILL_FALLING ? 0 : steady + 1;
            best = Math.min(best, share);
        }
        return told.toString();
    }
}
