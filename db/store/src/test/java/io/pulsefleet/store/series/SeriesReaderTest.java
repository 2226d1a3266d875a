package io.pulsefleet.store.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefleet.store.OwnPostgres;
import io.pulsefleet.store.pack.Slice;
import io.pulsefleet.store.schema.Partitions;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Against a real PostgreSQL: what lies hot, packed and rolled up comes as one stream, each value once. */
class SeriesReaderTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final Instant MIDNIGHT = Instant.parse("2026-11-21T00:00:00Z");
    private static final Duration LONGEST = Duration.ofSeconds(20);

    @RegisterExtension
    static final OwnPostgres postgres = new OwnPostgres();

    private static DataSource source;
    private static PackedPast past;

    @BeforeAll
    static void aDatabase() throws Exception {
        source = postgres.database().source();
        new Partitions(postgres.database()).makeAhead(Instant.now());
        past = new PackedPast(postgres.database());
    }

    @Test
    void whatIsHotAndWhatIsPackedIsOneStreamBitByBit() throws Exception {
        var nan = Double.longBitsToDouble(0x7ff8_0000_0000_0001L);
        past.raw(1, 1, 1, new Instant[] {at(0), at(10), at(20), at(30)}, new double[] {9, 9, 9, 9}, new double[] {
            1, Slice.MISSING, -0.0, nan
        });
        past.hot(1, 1, at(40), 9, Double.POSITIVE_INFINITY);
        past.hot(1, 1, at(50), 9, Slice.MISSING);
        past.hot(1, 1, at(60), 9, 1e-300);

        assertThat(read(Source.RAW, 0, 3_600, new Wanted(1, 1, 1, 0)))
                .isEqualTo("0=1.0 20=-0.0 30=NaN 40=Infinity 60=1.0E-300 from [RAW]");
    }

    @Test
    void whatCameLateIsPutInItsPlaceWhereverItLies() throws Exception {
        past.raw(2, 1, 1, new Instant[] {at(0), at(30)}, new double[] {1, 4});
        past.raw(2, 1, 2, new Instant[] {at(10), at(40)}, new double[] {2, 5});
        past.hot(2, 1, at(20), 3);
        past.hot(2, 1, at(-10), 0);
        past.hot(2, 1, at(50), 6);

        assertThat(read(Source.RAW, -10, 50, new Wanted(2, 1, 0, 0)))
                .isEqualTo("-10=0.0 0=1.0 10=2.0 20=3.0 30=4.0 40=5.0 from [RAW]");
    }

    @Test
    void aSeriesGoesOnWhenItsSetChangesAndAPositionThatASetLacksIsNothing() throws Exception {
        past.raw(3, 1, 1, new Instant[] {at(0)}, new double[] {1}, new double[] {7});
        past.raw(3, 2, 2, new Instant[] {at(10)}, new double[] {8}, new double[] {2});
        past.hot(3, 2, at(20), 9, 3);

        assertThat(read(Source.RAW, 0, 60, new Wanted(3, 1, 0, 0), new Wanted(3, 2, 1, 0), new Wanted(3, 2, 40, 0)))
                .isEqualTo("0=1.0 10=2.0 20=3.0 from [RAW]");
    }

    @Test
    void manyAgentsAreAskedAtOnceAndStayApart() throws Exception {
        for (int agent = 40; agent < 43; agent++) {
            past.raw(agent, 1, 1, new Instant[] {at(0)}, new double[] {agent}, new double[] {-agent});
            past.hot(agent, 1, at(10), agent + 0.5, 0);
        }
        var found = found(Source.RAW, 0, 60, new Wanted(40, 1, 0, 0), new Wanted(42, 1, 0, 1), new Wanted(42, 1, 1, 2));

        assertThat(Stream.of(0, 1, 2, 3).map(series -> points(found, series)).toList())
                .containsExactly("0=40.0 10=40.5", "0=42.0 10=42.5", "0=-42.0 10=0.0", "");
    }

    @Test
    void anHourComesFromItsPartsAndFromWhatIsNotPackedYet() throws Exception {
        past.row(Source.HOUR, 5, 1, 1, NOON, new double[] {1, 3, 6, 3, 3}, new double[] {0, 0, 0, 0, 0});
        past.row(Source.HOUR, 5, 1, 2, NOON, new double[] {0.5, 2, 2.5, 2, 2}, new double[] {0, 0, 0, 0, 0});
        past.raw(5, 1, 1, new Instant[] {at(0), at(1), at(2)}, new double[] {1, 2, 3}, new double[] {1, 2, 3});
        past.hot(5, 1, at(1_800), 7, 7);
        past.hot(5, 1, at(3_600), 4, 4);

        assertThat(read(Source.HOUR, 0, 7_200, new Wanted(5, 1, 0, 0)))
                .isEqualTo("0..3600=[0.5 7.0 15.5/6 7.0] 3600=4.0 from [RAW, HOUR]");
        assertThat(read(Source.HOUR, 0, 7_200, new Wanted(5, 1, 1, 0)))
                .as("an hour without a value is no bucket")
                .isEqualTo("1800=7.0 3600=4.0 from [RAW, HOUR]");
    }

    @Test
    void ofABucketOnlyWhatIsAskedForMustBeRight() throws Exception {
        past.row(Source.HOUR, 19, 1, 1, NOON, new double[] {1, 3, 6, 3, 2});
        past.row(Source.HOUR, 19, 1, 2, NOON, new double[] {4, 4, 4, 1, 4});
        var all = bucket(19, EnumSet.allOf(Aspect.class));

        assertThat(all).isEqualTo(new Bucket(micros(0), micros(3_600), 1, 4, 10, 4, 4, all.lastAt()));
        assertThat(bucket(19, Set.of(Aspect.MIN)).min()).isEqualTo(all.min());
        assertThat(bucket(19, Set.of(Aspect.MAX)).max()).isEqualTo(all.max());
        assertThat(bucket(19, Set.of(Aspect.LAST)).last()).isEqualTo(all.last());
        assertThat(bucket(19, Set.of(Aspect.SUM)).sum()).isEqualTo(all.sum());
        assertThat(bucket(19, Set.of()).count()).isEqualTo(all.count());
    }

    private static Bucket bucket(int agent, Set<Aspect> aspects) {
        var buckets = new ArrayList<Bucket>();
        var question =
                new Question(List.of(new Wanted(agent, 1, 0, 0)), Source.HOUR, micros(0), micros(3_600), aspects);
        new SeriesReader(new Snapshot(source))
                .read(question, 1_000, 1_000, LONGEST)
                .feed(0, new Points() {
                    @Override
                    public void value(long at, double value) {
                        throw new AssertionError(value);
                    }

                    @Override
                    public void bucket(Bucket bucket) {
                        buckets.add(bucket);
                    }
                });
        assertThat(buckets).hasSize(1);
        return buckets.get(0);
    }

    @Test
    void aDayThatIsNotRolledUpYetIsReadFromWhatItWillBeMadeFrom() throws Exception {
        var nextDay = MIDNIGHT.plus(Duration.ofDays(1));
        past.rolled(
                Source.MINUTE,
                6,
                1,
                5,
                new Instant[] {MIDNIGHT, MIDNIGHT.plusSeconds(60)},
                new double[] {1, 2},
                new double[] {1, 2},
                new double[] {6, 12},
                new double[] {6, 6},
                new double[] {1, 2},
                new double[] {0, 0});
        past.raw(6, 1, 5, new Instant[] {MIDNIGHT}, new double[] {1});
        past.raw(6, 1, 6, new Instant[] {MIDNIGHT.plusSeconds(70)}, new double[] {3});
        past.raw(6, 1, 7, new Instant[] {nextDay}, new double[] {9});

        var midnight = -12 * 3_600;
        assertThat(read(Source.MINUTE, midnight, midnight + 2 * 86_400, new Wanted(6, 1, 0, 0)))
                .as("part 5 is in it, part 6 came later")
                .isEqualTo("-43200..-43140=[1.0 1.0 6.0/6 1.0] -43140..-43080=[2.0 3.0 15.0/7 3.0] 43200=9.0"
                        + " from [RAW, MINUTE]");
    }

    @Test
    void whatIsNoLongerKeptInFineComesInCoarse() throws Exception {
        past.row(Source.HOUR, 7, 1, 1, NOON.minus(Duration.ofDays(2)), new double[] {1, 2, 3, 2, 2});
        past.row(Source.DAY, 7, 1, 1, MIDNIGHT.minus(Duration.ofDays(3)), new double[] {5, 6, 11, 2, 6});
        past.raw(7, 1, 2, new Instant[] {at(0)}, new double[] {7});
        past.row(Source.HOUR, 7, 1, 2, NOON, new double[] {7, 7, 7, 1, 7});

        assertThat(read(Source.RAW, -4 * 86_400, 3_600, new Wanted(7, 1, 0, 0)))
                .isEqualTo("-302400..-216000=[5.0 6.0 11.0/2 6.0] -172800..-169200=[1.0 2.0 3.0/2 2.0] 0=7.0"
                        + " from [RAW, HOUR, DAY]");
    }

    @Test
    void seesOneMomentWhilePackingMovesRows() throws Exception {
        past.hot(8, 1, at(0), 1);
        var question = new Question(List.of(new Wanted(8, 1, 0, 0)), Source.RAW, micros(0), micros(60));
        var snapshot = new Snapshot(source);

        var seen = snapshot.look(LONGEST, connection -> {
            try (var rows = new Rows(connection, "SELECT count(*) FROM pack WHERE agent = 8")) {
                rows.next();
                assertThat(rows.big()).isZero();
            }
            pack(8);
            try (var rows = new Rows(connection, "SELECT count(*) FROM frame WHERE agent = 8")) {
                rows.next();
                return rows.big();
            }
        });

        assertThat(seen).as("still hot for who looked before").isEqualTo(1);
        assertThat(points(new SeriesReader(snapshot).read(question, 100, 100, LONGEST), 0))
                .isEqualTo("0=1.0");
    }

    @Test
    void holdsNoMoreOfWhatIsHotThanItMay() throws Exception {
        for (var second = 0; second < 4; second++) {
            past.hot(90, 1, at(second), 1, 2);
        }
        var question = new Question(
                List.of(new Wanted(90, 1, 0, 0), new Wanted(90, 1, 1, 1)), Source.RAW, micros(0), micros(60));
        var reader = new SeriesReader(new Snapshot(source));

        assertThat(points(reader.read(question, 0, 8, LONGEST), 1)).isEqualTo("0=2.0 1=2.0 2=2.0 3=2.0");
        assertThatThrownBy(() -> reader.read(question, 0, 7, LONGEST)).isInstanceOf(TooMuchException.class);
    }

    @Test
    void readsNothingWhenItWouldBeTooMuchOrTakeTooLong() throws Exception {
        past.raw(9, 1, 1, new Instant[] {at(0), at(1), at(2)}, new double[] {1, 2, 3}, new double[] {1, 2, 3});
        var question = new Question(
                List.of(new Wanted(9, 1, 0, 0), new Wanted(9, 1, 1, 1)), Source.RAW, micros(0), micros(60));

        assertThatThrownBy(() -> new SeriesReader(new Snapshot(source)).read(question, 5, 100, LONGEST))
                .isInstanceOf(TooMuchException.class)
                .extracting(refused -> ((TooMuchException) refused).values())
                .isEqualTo(6L);
        assertThatThrownBy(() -> new Snapshot(source).look(Duration.ofMillis(10), connection -> {
                    try (var rows = new Rows(connection, "SELECT pg_sleep(20)")) {
                        return rows.next();
                    }
                }))
                .isInstanceOf(TooSlowException.class);
    }

    @Test
    void anySpanCanBeHadAsPlainRowsForAWhileAndNoneTwice() throws Exception {
        postgres.execute(
                "INSERT INTO agents (id, number, token_hash, hostname, addresses, os, kernel, arch, cpus, memory_bytes, version,"
                        + " boot) OVERRIDING SYSTEM VALUE VALUES ('00000000-0000-0000-0000-000000000010', 100, 'x', 'db-1', '{}', '',"
                        + " '', '', 1, 1, '', '')");
        postgres.execute("INSERT INTO metric_set (hash, collector, target, positions) VALUES ('h', 'system', 'host',"
                + " '[{\"metric\": \"up\", \"unit\": \"1\", \"labels\": {}},"
                + " {\"metric\": \"io\", \"unit\": \"By\", \"labels\": {\"b\": \"2\", \"a\": \"1\"}}]')");
        var agent = Integer.parseInt(postgres.query("SELECT number FROM agents").get(0));
        var set = Integer.parseInt(postgres.query("SELECT id FROM metric_set").get(0));
        past.raw(agent, set, 1, new Instant[] {at(0), at(10)}, new double[] {1, 2}, new double[] {Slice.MISSING, 4});
        past.row(Source.HOUR, agent, set, 1, NOON, new double[] {1, 2, 3, 2, 2}, new double[] {4, 4, 4, 1, 4});
        past.row(Source.HOUR, agent, set, 2, NOON, new double[] {5, 5, 5, 1, 5}, new double[] {0, 0, 0, 0, 0});
        past.hot(agent, set, at(20), 3, 6);
        var unpacking = new Unpacking(past.database());
        var samples =
                "SELECT concat_ws(' ', at AT TIME ZONE 'UTC', hostname, collector, target, metric, labels, unit, value)"
                        + " FROM sample WHERE hostname = 'db-1' ORDER BY at, metric";

        assertThat(postgres.query(samples)).hasSize(2);
        assertThatThrownBy(() -> unpacking.unpack(List.of(agent), at(5), at(10), at(9), 1))
                .isInstanceOf(TooMuchException.class);
        assertThat(unpacking.unpack(List.of(agent), at(5), at(10), at(7), 2)).isEqualTo(new Unpacking.Unpacked(1, 2));
        assertThat(unpacking.unpack(List.of(agent), at(0), at(9), at(9), 0)).isEqualTo(new Unpacking.Unpacked(0, 0));

        assertThat(postgres.query(samples))
                .containsExactly(
                        "2026-11-21 12:00:00 db-1 system host up {} 1 1",
                        "2026-11-21 12:00:10 db-1 system host io {\"a\": \"1\", \"b\": \"2\"} By 4",
                        "2026-11-21 12:00:10 db-1 system host up {} 1 2",
                        "2026-11-21 12:00:20 db-1 system host io {\"a\": \"1\", \"b\": \"2\"} By 6",
                        "2026-11-21 12:00:20 db-1 system host up {} 1 3");
        assertThat(postgres.query("SELECT concat_ws(' ', agent, type, data, \"time\" AT TIME ZONE 'UTC') FROM metrics"
                        + " WHERE hostname = 'db-1' AND time >= '2026-11-21T12:00:10Z' ORDER BY time"))
                .containsExactly(
                        "00000000-0000-0000-0000-000000000010 system {\"up\": 2, \"io{a=\\\"1\\\",b=\\\"2\\\"}\": 4} 2026-11-21 12:00:10",
                        "00000000-0000-0000-0000-000000000010 system {\"up\": 3, \"io{a=\\\"1\\\",b=\\\"2\\\"}\": 6} 2026-11-21 12:00:20");
        assertThat(postgres.query("SELECT concat_ws(' ', metric, min, max, avg, sum, count, last) FROM sample_hour"
                        + " WHERE hostname = 'db-1' ORDER BY metric"))
                .containsExactly("io 4 4 4 4 1 4", "up 1 5 2.6666666666666665 8 3 5");
        assertThat(unpacking.forget(at(8))).isZero();
        assertThat(unpacking.forget(at(9))).isEqualTo(2);
        assertThat(postgres.query(samples)).hasSize(2);
    }

    private static void pack(int agent) throws SQLException {
        try (var connection = source.getConnection();
                var delete = connection.createStatement()) {
            delete.execute("DELETE FROM frame WHERE agent = " + agent);
        }
        past.raw(agent, 1, 1, new Instant[] {at(0)}, new double[] {1});
    }

    private static String read(Source from, long begin, long end, Wanted... wanted) {
        var found = found(from, begin, end, wanted);
        return points(found, 0) + " from " + found.sources().stream().sorted().toList();
    }

    private static Found found(Source from, long begin, long end, Wanted... wanted) {
        var question = new Question(List.of(wanted), from, micros(begin), micros(end));
        return new SeriesReader(new Snapshot(source)).read(question, 1_000, 1_000, LONGEST);
    }

    /** Seconds after noon. */
    private static String points(Found found, int series) {
        var seen = new ArrayList<String>();
        found.feed(series, new Points() {
            @Override
            public void value(long at, double value) {
                seen.add(seconds(at) + "=" + value);
            }

            @Override
            public void bucket(Bucket bucket) {
                seen.add("%d..%d=[%s %s %s/%.0f %s]"
                        .formatted(
                                seconds(bucket.from()),
                                seconds(bucket.until()),
                                bucket.min(),
                                bucket.max(),
                                bucket.sum(),
                                bucket.count(),
                                bucket.last()));
            }
        });
        return String.join(" ", seen);
    }

    private static long seconds(long micros) {
        return micros / Micros.SECOND - NOON.getEpochSecond();
    }

    private static long micros(long seconds) {
        return Micros.of(at(seconds));
    }

    private static Instant at(long seconds) {
        return NOON.plusSeconds(seconds);
    }
}
