package io.pulsefleet.store.series;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.store.OwnPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private static List<Double> values(Found found) {
        var values = new ArrayList<Double>();
        found.feed(0, new Points() {
            @Override
            public void value(long at, double value) {
                values.add(value);
            }

            @Override
            public void bucket(Bucket bucket) {
                throw new AssertionError(bucket);
            }
        });
        return values;
    }

    @TempDir
    Path folder;

    @Test
    void whoAsksWhileAHotPartitionIsEmptiedMissesNothing() throws Exception {
        try (var postgres = OwnPostgres.startIn(folder)) {
            var past = new PackedPast(postgres.database());
            past.hot(1, 1, NOON, 7);
            past.raw(2, 1, 1, new Instant[] {NOON}, new double[] {7});
            var reader = new SeriesReader(new Snapshot(postgres.database().source()));
            var noon = NOON.getEpochSecond() * 1_000_000;
            var question = new Question(List.of(new Wanted(1, 1, 0, 0)), Source.RAW, noon, noon + 60_000_000);

            var asking = Executors.newSingleThreadExecutor();
            try (var packing = postgres.database().connection()) {
                packing.setAutoCommit(false);
                packing.createStatement()
                        .execute(
                                "INSERT INTO pack SELECT level, 1, set, count, from_at, part, first_at, last_at, times,"
                                        + " ends, data FROM pack WHERE agent = 2");
                packing.createStatement().execute("TRUNCATE ONLY frame_default");
                var answer = asking.submit(() -> reader.read(question, 100, LONGEST));
                while (postgres.query("SELECT pid FROM pg_locks WHERE NOT granted")
                                .isEmpty()
                        && !answer.isDone()) {
                    Thread.onSpinWait();
                }
                packing.commit();

                assertThat(values(answer.get())).containsExactly(7.0);
            } finally {
                asking.shutdown();
            }
        }
    }
}
