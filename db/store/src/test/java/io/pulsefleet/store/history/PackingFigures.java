package io.pulsefleet.store.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.store.OwnPostgres;
import io.pulsefleet.store.history.Packing.Outcome.Packed;
import io.pulsefleet.store.metrics.Frames;
import io.pulsefleet.store.metrics.Frames.NewFrame;
import io.pulsefleet.store.schema.Partitions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * How fast an hour is packed, and how small it gets: {@code mvn test -Dtest=PackingFigures -Dfigures=200} for so many
 * agents with 120 values each 10 s.
 */
@EnabledIfSystemProperty(named = "figures", matches = "[0-9]+")
class PackingFigures {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final int POSITIONS = 120;
    private static final int VISITS = 360;

    @TempDir
    static Path folder;

    @Test
    void anHour() throws Exception {
        var agents = Integer.getInteger("figures");
        var samples = (double) agents * POSITIONS * VISITS;
        try (var postgres = OwnPostgres.startIn(folder)) {
            var partitions = new Partitions(postgres.database());
            var packing = new Packing(postgres.database(), partitions);
            partitions.makeAhead(NOON);
            for (var hour = 0; hour < 3; hour++) {
                var from = NOON.plusSeconds(hour * 3_600L);
                generate(postgres, agents, from, new Random(hour));
                var hot = bytes(postgres, "frame");
                var before = bytes(postgres, "pack") + bytes(postgres, "rollup");
                var wal = number(postgres, "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')");
                var start = System.nanoTime();

                var outcome = packing.pack("frame_" + (2026112112 + hour));

                var seconds = Duration.ofNanos(System.nanoTime() - start).toMillis() / 1e3;
                assertThat(outcome).isInstanceOf(Packed.class);
                System.out.printf(
                        "%s%n%.1f M samples in %.2f s: %.1f M/s; hot %.2f B/sample, packed %.3f (pack %.3f, rollup %.3f), WAL %.3f%n",
                        outcome,
                        samples / 1e6,
                        seconds,
                        samples / 1e6 / seconds,
                        hot / samples,
                        (bytes(postgres, "pack") + bytes(postgres, "rollup") - before) / samples,
                        bytes(postgres, "pack") / samples / (hour + 1),
                        bytes(postgres, "rollup") / samples / (hour + 1),
                        (number(postgres, "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')") - wal) / samples);
            }
        }
    }

    private static double bytes(OwnPostgres postgres, String table) throws Exception {
        return number(
                postgres,
                "SELECT sum(pg_total_relation_size(inhrelid)) FROM pg_inherits WHERE inhparent = '" + table
                        + "'::regclass");
    }

    private static double number(OwnPostgres postgres, String sql) throws Exception {
        return Double.parseDouble(postgres.query(sql).get(0));
    }

    /** A quarter constants, a quarter busy counters, and gauges: whole, with two decimals, with all of them. */
    private static void generate(OwnPostgres postgres, int agents, Instant from, Random random) {
        var now = new double[agents][POSITIONS];
        for (var visit = 0; visit < VISITS; visit++) {
            var at = from.plusSeconds(visit * 10L);
            List<NewFrame> frames = new ArrayList<>();
            for (var agent = 0; agent < agents; agent++) {
                var values = now[agent];
                for (var i = 0; i < POSITIONS; i++) {
                    values[i] = next(values[i], i % 24, visit, random);
                }
                frames.add(new NewFrame(at.plusMillis(agent % 1_000), agent + 1, 1, values.clone()));
            }
            new Frames(postgres.database()).write(at, frames, value -> false);
        }
    }

    private static double next(double before, int kind, int visit, Random random) {
        if (kind < 6) {
            return visit == 0 ? random.nextInt(1_000_000) : before;
        }
        if (kind < 12) {
            return (visit == 0 ? random.nextInt(1_000_000_000) : before) + random.nextInt(kind < 9 ? 100 : 20_000);
        }
        if (kind < 15) {
            return visit == 0 || random.nextInt(20) == 0 ? random.nextInt(50) : before;
        }
        if (kind < 19) {
            return visit == 0 ? random.nextInt(10_000) : before + random.nextInt(21) - 10;
        }
        if (kind < 22) {
            return Math.round(Math.max(0, (visit == 0 ? 20 : before) + random.nextGaussian()) * 100) / 100.0;
        }
        return visit == 0 ? random.nextDouble() : Math.max(0, before + random.nextGaussian() / 100);
    }
}
