package io.pulsefleet.store.series;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.store.OwnPostgres;
import io.pulsefleet.store.history.HotLeaves;
import io.pulsefleet.store.history.Packing;
import io.pulsefleet.store.history.Policies;
import io.pulsefleet.store.history.Rolling;
import io.pulsefleet.store.history.Rolling.Due;
import io.pulsefleet.store.metrics.Frames;
import io.pulsefleet.store.metrics.Frames.NewFrame;
import io.pulsefleet.store.pack.Slice;
import io.pulsefleet.store.schema.Partitions;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Against a real PostgreSQL, real packing and real rolling: visits come early and late, are packed and rolled up now and
 * then, and forms that can be done without are dropped. Whatever is asked then, the answer is what plain arithmetic over
 * all visits gives.
 */
class EveryMixTest {

    private static final LocalDate FIRST_DAY = LocalDate.parse("2026-11-17");
    private static final long FIRST = FIRST_DAY.toEpochDay() * Micros.DAY;
    private static final int DAYS = 3;
    private static final Instant ARRIVAL = Instant.parse("2026-11-21T02:10:00Z");
    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final int SET = 1;
    private static final int POSITIONS = 3;
    private static final List<Source> SOURCES = List.of(Source.values());
    private static final int STEPS = 15;
    private static final int HISTORIES = 12;

    @RegisterExtension
    static final OwnPostgres postgres = new OwnPostgres();

    private static Packing packing;
    private static Rolling rolling;

    private final List<TreeMap<Long, Double>> written = List.of(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    private Random random;
    private int agent;
    private boolean isDropped;

    @BeforeAll
    static void start() throws Exception {
        packing = new Packing(postgres.database(), new Partitions(postgres.database()));
        rolling = new Rolling(postgres.database(), new Policies(postgres.database()));
        new Partitions(postgres.database()).makeAhead(ARRIVAL);
        postgres.execute("INSERT INTO retention VALUES ('lab', '1m', 500), ('lab', '10m', 500)");
        postgres.execute("""
                INSERT INTO agents (id, number, token_hash, hostname, addresses, os, kernel, arch, cpus, memory_bytes, version, boot)
                OVERRIDING SYSTEM VALUE
                SELECT gen_random_uuid(), i * 64, int4send(i), 'h', '{}', '', '', '', 1, 1, '', '' FROM generate_series(1, %d) i""".formatted(HISTORIES));
    }

    static IntStream histories() {
        return IntStream.rangeClosed(1, HISTORIES);
    }

    @ParameterizedTest
    @MethodSource("histories")
    void isAnsweredAsIfAllVisitsWereThere(int history) throws Exception {
        random = new Random(history);
        agent = history * 64;
        var keeper =
                List.of(Source.RAW, Source.HOUR, Source.DAY, Source.TEN_MINUTES).get(history % 4);
        var done = new ArrayList<String>();
        for (var step = 0; step < STEPS; step++) {
            done.add(something(keeper));
            if (step % 3 == 2) {
                check(done);
            }
        }
    }

    private String something(Source keeper) throws SQLException {
        switch (random.nextInt(6)) {
            case 0, 1 -> write();
            case 2, 3 -> {
                packAll();
                return "packed";
            }
            case 4 -> {
                var isMinutes = random.nextBoolean();
                postgres.execute("UPDATE agents SET agent_group = '" + (isMinutes ? "lab" : "default")
                        + "' WHERE number = " + agent);
                var day = FIRST_DAY.plusDays(random.nextInt(DAYS));
                rolling.roll(new Due(day, agent / 64));
                return "rolled " + day + (isMinutes ? " with minutes" : "");
            }
            default -> {
                return drop(keeper) + ", " + drop(keeper) + ", " + drop(keeper);
            }
        }
        return "written";
    }

    private void write() {
        var visits = new ArrayList<NewFrame>();
        for (var i = 1 + random.nextInt(60); i > 0; i--) {
            // close together, so that they share minutes and hours
            var at = FIRST
                    + random.nextInt(DAYS) * Micros.DAY
                    + random.nextInt(3) * 5L * Micros.HOUR
                    + (random.nextInt(40) * 37L + random.nextInt(2) * 1_800L) * Micros.SECOND
                    + random.nextInt(1_000_000);
            var values = new double[POSITIONS];
            for (var position = 0; position < POSITIONS; position++) {
                values[position] = random.nextInt(4) == 0 ? Slice.MISSING : random.nextInt(1_000);
                if (!PackedPast.isMissing(values[position])) {
                    written.get(position).put(at, values[position]);
                }
            }
            visits.add(new NewFrame(Micros.instant(at), agent, SET, values));
        }
        new Frames(postgres.database()).write(ARRIVAL, visits, PackedPast::isMissing);
    }

    private static void packAll() {
        for (var leaf : new HotLeaves(postgres.database()).toPack(ARRIVAL.plus(Duration.ofDays(1)), Duration.ZERO)) {
            packing.pack(leaf.name());
        }
    }

    /** As retention does: all of a level of a day, and of visits only when all are rolled up. */
    private String drop(Source keeper) throws SQLException {
        var source = SOURCES.get(random.nextInt(SOURCES.size()));
        var day = FIRST_DAY.plusDays(random.nextInt(DAYS));
        var ofDay = "agent = " + agent + " AND level = " + source.level() + " AND from_at >= '" + day
                + " 00:00Z' AND from_at < '" + day.plusDays(1) + " 00:00Z'";
        var waits = !postgres.query("SELECT part FROM packed WHERE level = 0 AND rolled IS NULL AND bucket = "
                        + agent / 64 + " AND day = '" + day + "'")
                .isEmpty();
        var isNeeded = source == Source.RAW || (source == Source.HOUR && keeper != Source.RAW);
        if (source == keeper || (waits && isNeeded)) {
            return "nothing dropped";
        }
        postgres.execute("DELETE FROM " + (source.isInRows() ? "rollup" : "pack") + " WHERE " + ofDay);
        if (!source.isInRows()) {
            postgres.execute("DELETE FROM packed WHERE bucket = " + agent / 64 + " AND level = " + source.level()
                    + " AND day = '" + day + "'");
        }
        isDropped = true;
        return "dropped " + source + " of " + day;
    }

    private void check(List<String> done) {
        var wanted = IntStream.range(0, POSITIONS)
                .mapToObj(position -> new Wanted(agent, SET, position, position))
                .toList();
        for (var source : Source.values()) {
            var question = new Question(wanted, source, FIRST, FIRST + DAYS * Micros.DAY);
            var found = new SeriesReader(new Snapshot(postgres.database().source()))
                    .read(question, 1_000_000, 1_000_000, LONGEST);
            for (var position = 0; position < POSITIONS; position++) {
                var seen = new Seen();
                found.feed(position, seen);
                for (var day = 0; day < DAYS; day++) {
                    check(source, position, FIRST + day * Micros.DAY, seen, done);
                }
            }
        }
    }

    private void check(Source source, int position, long day, Seen seen, List<String> done) {
        var answer = seen.buckets.subMap(day, day + Micros.DAY);
        var longest = answer.values().stream()
                .mapToLong(bucket -> bucket.until() - bucket.from())
                .max()
                .orElse(0);
        if (!isDropped) {
            assertThat(longest)
                    .as("%s of position %d after %s", source, position, done)
                    .isLessThanOrEqualTo(Math.max(1, source.level() * Micros.SECOND));
        }
        var grain = Math.max(Math.max(1, source.level() * Micros.SECOND), longest);
        var expected = new Seen();
        written.get(position).subMap(day, day + Micros.DAY).forEach(expected::value);
        assertThat(inGrains(answer.values(), grain))
                .as("%s of position %d after %s", source, position, done)
                .isEqualTo(inGrains(expected.buckets.values(), grain));
    }

    private static Map<Long, Bucket> inGrains(Iterable<Bucket> buckets, long grain) {
        var grains = new TreeMap<Long, Bucket>();
        for (var bucket : buckets) {
            var from = Micros.floor(bucket.from(), grain);
            grains.merge(
                    from,
                    new Bucket(
                            from,
                            from + grain,
                            bucket.min(),
                            bucket.max(),
                            bucket.sum(),
                            bucket.count(),
                            bucket.last(),
                            bucket.lastAt()),
                    Bucket::and);
        }
        return grains;
    }

    /** What was answered; a value is the shortest bucket. */
    private static final class Seen implements Points {

        private final TreeMap<Long, Bucket> buckets = new TreeMap<>();

        @Override
        public void value(long at, double value) {
            bucket(new Bucket(at, at + 1, value, value, value, 1, value, at));
        }

        @Override
        public void bucket(Bucket bucket) {
            assertThat(buckets.put(bucket.from(), bucket)).as("twice").isNull();
        }
    }
}
