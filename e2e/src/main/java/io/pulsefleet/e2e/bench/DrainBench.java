package io.pulsefleet.e2e.bench;

import io.pulsefleet.e2e.Await;
import io.pulsefleet.e2e.ProcessFigures;
import io.pulsefleet.e2e.Stack;
import io.pulsefleet.e2e.fleet.Fleet;
import io.pulsefleet.e2e.fleet.FleetConfig;
import io.pulsefleet.e2e.fleet.StoredBooks;
import io.pulsefleet.embedded.Postgres;
import java.io.IOException;
import java.time.Duration;

/** All agents that the hub knows come back at once, each with what it read meanwhile, and go on reading. */
final class DrainBench implements Subject {

    private static final Duration EVERY = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final int NOTES_EVERY = 10;
    private static final int HOSTS = 32;
    private static final int SAMPLED = 5;

    @Override
    public void measure(Ground ground, Table table) throws IOException {
        var agents = ground.config().drainAgents();
        var visits = (int) ground.config().backlog().dividedBy(EVERY);
        var what = "%,d agents reconnect with %d min of backlog each"
                .formatted(agents, ground.config().backlog().toMinutes());
        try (var stack = ground.startHub("drain")) {
            var config = FleetConfig.of(agents, EVERY).withBacklog(visits, HOSTS);
            var fleet = new Fleet(config, Ground.hub(stack), stack.joinToken());
            try (fleet) {
                drain(stack, fleet, agents, what, table);
                fleet.finish();
                fleet.awaitDrained(LONGEST);
            }
            audit(stack, fleet, what, table);
        }
    }

    private static void drain(Stack stack, Fleet fleet, int agents, String what, Table table) {
        var totals = fleet.totals();
        var hub = new ProcessFigures(stack.hub().pid());
        var largest = 0L;
        fleet.register(LONGEST);
        var began = System.nanoTime();
        fleet.start();
        for (int second = 1; totals.backlog() > 10 + agents / 100; second++) {
            Await.pause(Duration.ofSeconds(1));
            fleet.checkAlive();
            largest = Math.max(largest, hub.residentBytes());
            if (second % NOTES_EVERY == 0) {
                table.note("%d s: backlog %,d, acknowledged %,d, 429 %,d, 503 %,d"
                        .formatted(second, totals.backlog(), totals.acknowledged(), totals.tooMany(), totals.notNow()));
            }
            if (System.nanoTime() - began > LONGEST.toNanos()) {
                table.skipped(what, "not drained in " + LONGEST);
                return;
            }
        }
        var seconds = (System.nanoTime() - began) / 1e9;
        table.row(what + ", drained", "s", "%.0f", seconds);
        table.row(what, "shipments/s", "%,.0f", totals.acknowledged() / seconds);
        table.row(what + ", largest memory of the hub", "MB", "%.0f", largest / 1e6);
        table.count(what + ", answers 429", "of all", totals.tooMany());
        table.count(what + ", answers 503", "of all", totals.notNow());
        table.row(what + ", p99 of a shipment", "ms", "%.0f", totals.shipments().millis(99));
        table.row(
                what + ", fresh data to its acknowledgement, p99",
                "s",
                "%.1f",
                totals.freshDelay().millis(99) / 1e3);
        table.row(what + ", the same, worst", "s", "%.1f", totals.freshDelay().largestMillis() / 1e3);
    }

    private static void audit(Stack stack, Fleet fleet, String what, Table table) throws IOException {
        var books = new StoredBooks(stack.postgres().jdbcUrl(), Postgres.USER, stack.databasePassword());
        var verdict = fleet.audit(books, SAMPLED);
        table.note(verdict.toString());
        table.count(what + ", refused for good", "shipments", fleet.totals().refused());
        table.count(what + ", lost", "frames", verdict.sealedVisits() - verdict.stored());
        if (!verdict.isGood()) {
            throw new IllegalStateException("Lost or doubled: " + verdict);
        }
    }
}
