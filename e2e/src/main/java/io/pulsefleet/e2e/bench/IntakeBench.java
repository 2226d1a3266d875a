package io.pulsefleet.e2e.bench;

import io.pulsefleet.e2e.Stack;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;

/** How much the hub takes, from HTTP to the durable commit, beside what PostgreSQL takes alone. */
final class IntakeBench implements Subject {

    /** The hub's compiler needs it the first time. */
    private static final Duration FIRST_WARM_UP = Duration.ofSeconds(25);

    private static final Duration FURTHER_WARM_UP = Duration.ofSeconds(10);
    private static final Duration LONGEST_WARM_UP = Duration.ofSeconds(60);
    private static final int FRAMES = 10;
    private static final int USUAL_CONNECTIONS = 64;

    private Duration leastWarmUp = FIRST_WARM_UP;

    @Override
    public void measure(Ground ground, Table table) throws IOException, SQLException {
        try (var stack = ground.startHub("intake")) {
            var limit = measureCopy(stack, ground.config().time(), table);
            var shipments = new Shipments();
            shipments.introduce(Ground.hub(stack), stack.joinToken());
            var source = shipments.ofFrames(FRAMES);
            for (int connections : new int[] {USUAL_CONNECTIONS, 16, 256}) {
                var what = "shipments of 10 frames x 150 values, %d connections".formatted(connections);
                var rate = measure(stack, connections, source, ground.config().time(), what, table);
                var samples = rate.perSecond() * FRAMES * Shipments.POSITIONS;
                table.row(what, "samples/s", "%,.0f", samples);
                table.row(what + ", of raw COPY", "%", "%.0f", 100 * samples / limit);
            }
            var what = "shipments of one frame x 150 values, %d connections".formatted(USUAL_CONNECTIONS);
            var rate = measure(
                    stack,
                    USUAL_CONNECTIONS,
                    shipments.ofFrames(1),
                    ground.config().time(),
                    what,
                    table);
            table.row(what, "samples/s", "%,.0f", rate.perSecond() * Shipments.POSITIONS);
        }
    }

    /** Returns the larger. */
    private static double measureCopy(Stack stack, Duration time, Table table) throws SQLException, IOException {
        try (var connection = Ground.database(stack)) {
            var limit = new CopyLimit(connection);
            var largest = 0.0;
            for (int rows : new int[] {100, 1_000}) {
                var rate = limit.measure(rows, time.dividedBy(2));
                table.row(
                        "raw COPY of frames x 150 values, one connection, %d rows a commit".formatted(rows),
                        "samples/s",
                        "%,.0f",
                        rate);
                largest = Math.max(largest, rate);
            }
            return largest;
        }
    }

    private Load.Rate measure(Stack stack, int connections, Load.Source source, Duration time, String what, Table table)
            throws IOException {
        try (var load = new Load(Ground.hub(stack), connections, source)) {
            load.warmUp(leastWarmUp, LONGEST_WARM_UP);
            leastWarmUp = FURTHER_WARM_UP;
            var before = Cpu.now(stack);
            var rate = load.measure(time);
            var shares = Cpu.now(stack).since(before);
            table.row(what, "shipments/s", "%,.0f", rate.perSecond());
            table.row(what + ", p50", "ms", "%.1f", rate.p50Millis());
            table.row(what + ", p99", "ms", "%.1f", rate.p99Millis());
            if (rate.waits() > 0) {
                table.count(what + ", answers 429 or 503, or none", "of all", rate.waits());
            }
            shares.into(table, what);
            return rate;
        }
    }
}
