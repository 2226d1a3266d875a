package io.pulsefleet.store.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefleet.store.OwnPostgres;
import io.pulsefleet.store.StoreException;
import io.pulsefleet.store.history.Packing.Outcome.Busy;
import io.pulsefleet.store.history.Packing.Outcome.Empty;
import io.pulsefleet.store.history.Packing.Outcome.Packed;
import io.pulsefleet.store.metrics.Frames;
import io.pulsefleet.store.metrics.Frames.NewFrame;
import io.pulsefleet.store.pack.PackedSlice;
import io.pulsefleet.store.pack.Slice;
import io.pulsefleet.store.pack.SliceCodec;
import io.pulsefleet.store.schema.Partitions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Against a real PostgreSQL: what is packed is what was there, whoever reads, writes or kills meanwhile. */
class PackingTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final String LEAF = "frame_2026112112";
    private static final String NEXT_LEAF = "frame_2026112113";
    private static final double[] SPECIAL = {
        0.0,
        -0.0,
        Double.NaN,
        Double.longBitsToDouble(0x7ff8_0000_0000_0001L),
        Double.longBitsToDouble(0xfff8_0000_dead_beefL),
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.MIN_VALUE,
        -Double.MAX_VALUE,
        Slice.MISSING,
        0.1,
        1e17 + 2,
        -123.456
    };

    @RegisterExtension
    static final OwnPostgres postgres = new OwnPostgres();

    private ExecutorService others;
    private Packing packing;
    private Frames frames;

    @BeforeAll
    static void start() throws Exception {
        new Partitions(postgres.database()).makeAhead(NOON);
    }

    @BeforeEach
    void nothingIsThere() throws Exception {
        postgres.execute("TRUNCATE frame, pack, rollup, packed");
        others = Executors.newFixedThreadPool(2);
        packing = new Packing(postgres.database(), new Partitions(postgres.database()));
        frames = new Frames(postgres.database());
    }

    @AfterEach
    void theOthersEnd() {
        others.shutdownNow();
    }

    @Test
    void whatWasThereIsPackedToTheBitAndIsThereNoMore() throws Exception {
        var random = new Random(7);
        var written = new ArrayList<NewFrame>();
        for (var agent : List.of(3, 1, 70_000)) {
            for (var set : List.of(9, 4)) {
                for (var visit = -40; visit < 400; visit++) {
                    var values = DoubleStream.generate(() -> SPECIAL[random.nextInt(SPECIAL.length)])
                            .limit(set * 2L)
                            .toArray();
                    written.add(
                            new NewFrame(NOON.plusSeconds(visit * 10L).plusNanos(visit * 1_000L), agent, set, values));
                }
            }
        }
        written.add(new NewFrame(Instant.parse("1999-12-31T23:59:59.999999Z"), 1, 4, new double[8]));
        written.add(new NewFrame(NOON, 1, 5, new double[0]));
        write(NOON, written);

        var outcome = packing.pack(LEAF);

        assertThat(outcome).isInstanceOfSatisfying(Packed.class, packed -> {
            assertThat(packed.rows()).isEqualTo(written.size());
            assertThat(packed.slices()).isEqualTo(3 * 2 * 3 + 2);
        });
        assertThat(postgres.query("SELECT count(*) FROM frame")).containsExactly("0");
        assertThat(unpacked()).isEqualTo(lines(written));
        assertThat(postgres.query("SELECT DISTINCT tableoid::regclass::text FROM pack ORDER BY 1"))
                .containsExactly("pack_19991231", "pack_20261121");
        assertThat(postgres.query("SELECT DISTINCT tableoid::regclass::text FROM rollup ORDER BY 1"))
                .containsExactly("rollup_199912", "rollup_202611");
    }

    @Test
    void whatComesLateIsAnotherPart() throws Exception {
        var early = new NewFrame(NOON.plusSeconds(1), 1, 1, new double[] {1});
        var late = new NewFrame(NOON, 1, 1, new double[] {2});
        var strayed = new NewFrame(NOON.plusSeconds(2), 1, 1, new double[] {3});
        write(NOON, List.of(early));
        write(NOON.plusSeconds(3_600), List.of(late));
        write(Instant.parse("2031-01-01T00:00:00Z"), List.of(strayed));

        for (var leaf : List.of(LEAF, NEXT_LEAF, "frame_default")) {
            assertThat(packing.pack(leaf)).isInstanceOf(Packed.class);
        }

        assertThat(postgres.query("SELECT count(*) FROM frame")).containsExactly("0");
        assertThat(unpacked()).isEqualTo(lines(List.of(late, early, strayed)));
        assertThat(postgres.query("SELECT count(DISTINCT part) FROM pack WHERE from_at = '2026-11-21T12:00Z'"))
                .containsExactly("3");
        assertThat(postgres.query("SELECT sum(rows) || ' ' || sum(samples) || ' ' || sum(slices) FROM packed"))
                .containsExactly("3 3 3");
    }

    @Test
    void aSetWhoseWidthChangesLosesNothing() throws Exception {
        var written = new ArrayList<NewFrame>();
        for (var visit = 0; visit < 6; visit++) {
            written.add(new NewFrame(NOON.plusSeconds(visit), 1, 1, new double[visit / 2 % 2 + 1]));
        }
        write(NOON, written);

        packing.pack(LEAF);

        assertThat(unpacked()).isEqualTo(lines(written));
    }

    @Test
    void theHourIsSummedUpAsPlainSqlWould() throws Exception {
        var random = new Random(11);
        var written = new ArrayList<NewFrame>();
        for (var visit = 0; visit < 360; visit++) {
            var values = new double[] {
                random.nextInt(1_000),
                visit % 3 == 0 ? Slice.MISSING : visit,
                Slice.MISSING,
                random.nextGaussian(),
                -7.25
            };
            written.add(new NewFrame(NOON.plusSeconds(visit * 10L), visit % 2, 1, values));
        }
        write(NOON, written);
        var plain = postgres.query("""
                SELECT format('%s %s %s %s %s %s', agent, i, count(v), min(v), max(v),
                              round(sum(v)::numeric, 6)) || ' ' || coalesce((array_agg(v ORDER BY at DESC) FILTER (WHERE v IS NOT NULL))[1]::text, '')
                FROM frame, unnest(values) WITH ORDINALITY AS p (v, i) GROUP BY agent, set, i ORDER BY agent, i""");

        packing.pack(LEAF);

        assertThat(postgres.query("""
                SELECT format('%s %s %s %s %s %s', agent, i, count[i], min[i], coalesce(max[i], min[i]),
                              round(coalesce(sum[i], nullif(count[i], 0) * min[i])::numeric, 6)) || ' ' || coalesce(coalesce(last[i], max[i], min[i])::text, '')
                FROM rollup, generate_series(1, 5) AS i WHERE level = 3600 ORDER BY agent, i""")).isEqualTo(plain).hasSize(10);
    }

    @Test
    void whoWritesElsewhereIsNotHeldUpAndWhoWritesHereIsNeitherLostNorDoubled() throws Exception {
        write(NOON, List.of(visit(1)));
        try (var reading = reading(LEAF)) {
            var packed = background(() -> packing.pack(LEAF));
            postgres.awaitHeldUp("TRUNCATE%");
            var here = background(() -> {
                write(NOON, List.of(visit(2)));
                return null;
            });
            postgres.awaitHeldUp("COPY frame (%");

            write(NOON.plusSeconds(3_600), List.of(visit(3)));
            assertThat(postgres.query("SELECT agent FROM frame_2026112113")).containsExactly("3");
            assertThat(packed).isNotDone();
            assertThat(here).isNotDone();

            reading.rollback();
            assertThat(packed.get()).isInstanceOf(Packed.class);
            here.get();
        }

        assertThat(postgres.query("SELECT agent FROM frame ORDER BY agent")).containsExactly("2", "3");
        assertThat(unpacked()).isEqualTo(lines(List.of(visit(1))));
    }

    @Test
    void whoIsKilledLeavesNothingBehindAndTheNextDoesItAll() throws Exception {
        write(NOON, List.of(visit(1), visit(2)));
        try (var reading = reading(LEAF)) {
            var packed = background(() -> packing.pack(LEAF));
            postgres.awaitHeldUp("TRUNCATE%");
            postgres.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'TRUNCATE%'");

            assertThatThrownBy(packed::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(StoreException.class)
                    .hasMessageContaining("terminating connection");
            reading.rollback();
        }
        assertThat(postgres.query("SELECT agent FROM frame ORDER BY agent")).containsExactly("1", "2");
        assertThat(postgres.query("SELECT (SELECT count(*) FROM pack) + (SELECT count(*) FROM rollup)"
                        + " + (SELECT count(*) FROM packed)"))
                .containsExactly("0");

        assertThat(packing.pack(LEAF)).isInstanceOf(Packed.class);

        assertThat(unpacked()).isEqualTo(lines(List.of(visit(1), visit(2))));
    }

    @Test
    void ofTwoAtOnceOneDoesItAll() throws Exception {
        write(NOON, List.of(visit(1)));
        Callable<Packing.Outcome> pack = () -> packing.pack(LEAF);

        var outcomes = new ArrayList<Packing.Outcome>();
        for (var outcome : others.invokeAll(List.of(pack, pack))) {
            outcomes.add(outcome.get());
        }

        assertThat(outcomes).contains(new Empty()).hasAtLeastOneElementOfType(Packed.class);
        assertThat(unpacked()).isEqualTo(lines(List.of(visit(1))));
    }

    @Test
    void aLongReaderIsNotWaitedForTooLong() throws Exception {
        write(NOON, List.of(visit(1)));
        var hasty = new Packing(postgres.database(), new Partitions(postgres.database()), Duration.ofMillis(20));
        try (var reading = reading(LEAF)) {
            assertThat(reading.isClosed()).isFalse();
            assertThat(hasty.pack(LEAF)).isEqualTo(new Busy());
        }

        assertThat(postgres.query("SELECT agent FROM frame")).containsExactly("1");
        assertThat(unpacked()).isEmpty();
        assertThat(hasty.pack(LEAF)).isInstanceOf(Packed.class);
    }

    @Test
    void whereNoPartitionCanBeMadeNowItIsPackedTheNextTime() throws Exception {
        var visit = new NewFrame(Instant.parse("2001-01-01T00:00:00Z"), 1, 1, new double[] {1});
        write(NOON, List.of(visit));
        try (var reading = reading("pack_default")) {
            assertThat(reading.isClosed()).isFalse();
            assertThat(packing.pack(LEAF)).isEqualTo(new Busy());
        }

        assertThat(packing.pack(LEAF)).isInstanceOf(Packed.class);
        assertThat(unpacked()).isEqualTo(lines(List.of(visit)));
    }

    @Test
    void whatTheServersDefaultIsolationIsDoesNotMatter() throws Exception {
        postgres.execute("ALTER ROLE CURRENT_USER SET default_transaction_isolation = 'repeatable read'");
        try (var connection = Own.begin(postgres.database().ownConnection());
                var row = connection.createStatement().executeQuery("SHOW transaction_isolation")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getString(1)).isEqualTo("read committed");
        } finally {
            postgres.execute("ALTER ROLE CURRENT_USER RESET default_transaction_isolation");
        }
    }

    @Test
    void theClockIsTheDatabases() throws Exception {
        var before =
                postgres.query("SELECT clock_timestamp() AT TIME ZONE 'UTC'").get(0);
        var now = new Clock(postgres.database()).now();
        var after =
                postgres.query("SELECT clock_timestamp() AT TIME ZONE 'UTC'").get(0);

        assertThat(now.toString().replace('T', ' ')).isBetween(before, after);
    }

    @Test
    void onlyWhatIsClosedIsPackedAndWhatIsEmptyIsDropped() throws Exception {
        var leaves = new HotLeaves(postgres.database());
        var late = NOON.plusSeconds(70 * 3_600);
        write(NOON, List.of(visit(1)));
        write(NOON.plusSeconds(3_600), List.of(visit(2)));
        write(late, List.of(visit(3)));
        write(Instant.parse("2031-01-01T00:00:00Z"), List.of(visit(4)));

        var closed = leaves.toPack(NOON.plusSeconds(2 * 3_600 + 119), Duration.ofMinutes(2));
        assertThat(closed).extracting(HotLeaf::name).containsExactly(LEAF, "frame_default");
        assertThat(leaves.toPack(NOON.plusSeconds(2 * 3_600 + 120), Duration.ofMinutes(2)))
                .extracting(HotLeaf::name)
                .containsExactly(LEAF, NEXT_LEAF, "frame_default");

        new Partitions(postgres.database()).makeAhead(Instant.parse("2026-10-01T00:00:00Z"));
        assertThat(leaves.dropEmpty(Instant.parse("2026-11-01T00:00:00Z"))).isEqualTo(72);
        assertThat(leaves.all()).extracting(HotLeaf::name).contains(LEAF, NEXT_LEAF, "frame_default");
        try (var writing = postgres.database().connection()) {
            writing.setAutoCommit(false);
            writing.createStatement().execute("LOCK TABLE ONLY frame IN ROW EXCLUSIVE MODE");
            new Partitions(postgres.database()).makeAhead(Instant.parse("2026-10-01T00:00:00Z"));
            assertThat(leaves.dropEmpty(Instant.parse("2026-10-01T02:00:00Z"))).isZero();
            writing.rollback();
        }
    }

    private static NewFrame visit(int agent) {
        return new NewFrame(NOON, agent, 1, new double[] {agent});
    }

    private void write(Instant receivedAt, List<NewFrame> visits) {
        frames.write(receivedAt, visits, PackingTest::isMissing);
    }

    private static boolean isMissing(double value) {
        return Double.doubleToRawLongBits(value) == Double.doubleToRawLongBits(Slice.MISSING);
    }

    /** A transaction that has read in the partition, and lasts. */
    private static Connection reading(String leaf) throws SQLException {
        var connection = postgres.database().connection();
        connection.setAutoCommit(false);
        connection.createStatement().executeQuery("SELECT FROM " + leaf);
        return connection;
    }

    private <T> Future<T> background(Callable<T> work) {
        return others.submit(work);
    }

    /** In the order of agent, set and time. */
    private static List<String> lines(Collection<NewFrame> visits) {
        return visits.stream()
                .map(visit -> line(visit.agent(), visit.set(), visit.at(), visit.values()))
                .sorted()
                .toList();
    }

    private static String line(int agent, int set, Instant at, double[] values) {
        var bits = Arrays.stream(values)
                .mapToObj(value -> Long.toHexString(Double.doubleToRawLongBits(value)))
                .toList();
        return "%d %d %s %s".formatted(agent, set, at, bits);
    }

    static List<String> unpacked() throws SQLException {
        var lines = new ArrayList<String>();
        try (var connection = postgres.database().connection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "SELECT agent, set, count, times, ends, data FROM pack WHERE level = 0")) {
            while (rows.next()) {
                var ends = Stream.of((Integer[]) rows.getArray(5).getArray())
                        .mapToInt(end -> end)
                        .toArray();
                var slice =
                        SliceCodec.unpack(new PackedSlice(rows.getInt(3), rows.getBytes(4), ends, rows.getBytes(6)));
                for (var row = 0; row < slice.count(); row++) {
                    var visit = row;
                    var values = Arrays.stream(slice.values())
                            .mapToDouble(column -> column[visit])
                            .toArray();
                    lines.add(line(
                            rows.getInt(1),
                            rows.getInt(2),
                            Instant.EPOCH.plus(slice.at()[row], ChronoUnit.MICROS),
                            values));
                }
            }
        }
        return lines.stream().sorted().toList();
    }
}
