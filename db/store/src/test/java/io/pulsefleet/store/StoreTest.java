package io.pulsefleet.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefleet.store.documents.Documents;
import io.pulsefleet.store.documents.Documents.NewDocument;
import io.pulsefleet.store.fleet.Beat;
import io.pulsefleet.store.fleet.Beats;
import io.pulsefleet.store.fleet.Beats.Restart;
import io.pulsefleet.store.fleet.Spool;
import io.pulsefleet.store.logs.LogLines;
import io.pulsefleet.store.logs.LogLines.NewLine;
import io.pulsefleet.store.metrics.Frames;
import io.pulsefleet.store.metrics.Frames.NewFrame;
import io.pulsefleet.store.metrics.MetricSets;
import io.pulsefleet.store.metrics.MetricSets.Use;
import io.pulsefleet.store.metrics.MetricSets.Used;
import io.pulsefleet.store.schema.Partitions;
import io.pulsefleet.store.schema.Schema;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Against a real PostgreSQL, without a container: the tables, the partitions, COPY. */
class StoreTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00.123456Z");

    @RegisterExtension
    static final OwnPostgres postgres = new OwnPostgres();

    private static Database database;

    @BeforeAll
    static void twoHubsMigrateTheSameEmptyDatabaseAtOnce() throws Exception {
        database = postgres.database();
        postgres.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
        var hub = (Callable<Void>) () -> {
            new Schema(database).migrate();
            return null;
        };
        var hubs = Executors.newFixedThreadPool(2);
        for (var done : hubs.invokeAll(List.of(hub, hub))) {
            done.get();
        }
        hubs.shutdown();
    }

    @Test
    void noRowIsRefusedForItsTimeAndEachFindsItsPartition() throws Exception {
        var hours = List.of("1999-01-01T12", "2026-11-21T12", "2026-11-24T11", "2026-11-24T12", "2199-12-31T12");
        for (var hour : hours) {
            write(1, Instant.parse(hour + ":00:00Z"), 1);
        }
        assertThat(partitionsOf(1)).containsOnly("frame_default").hasSize(5);

        assertThat(new Partitions(database).makeAhead(NOON)).isEqualTo(3 * 24 + 1 + 11 * 4 + 2);

        assertThat(partitionsOf(1))
                .containsExactly(
                        "frame_default", "frame_2026112112", "frame_2026112411", "frame_2026112412", "frame_default");
        assertThat(new Partitions(database).makeAhead(NOON)).isZero();
        write(1, NOON, 1);
        assertThat(partitionsOf(1)).hasSize(6).contains("frame_2026112112");
    }

    @Test
    void aTableThatIsLockedDoesNotKeepTheOthersFromTheirPartitions() throws Exception {
        var then = Instant.parse("2027-03-01T12:00:00Z");
        try (var locking = database.connection()) {
            locking.setAutoCommit(false);
            locking.createStatement().execute("LOCK TABLE ONLY heartbeats_default IN ACCESS SHARE MODE");

            assertThatThrownBy(() -> new Partitions(database).makeAhead(then))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("make a partition of heartbeats");
            locking.rollback();
        }
        assertThat(postgres.query("SELECT to_regclass('heartbeats_20270301')")).containsOnlyNulls();
        assertThat(postgres.query("SELECT to_regclass('frame_2027030112') || ' ' || to_regclass('log_line_20270301')"))
                .containsExactly("frame_2027030112 log_line_20270301");
        assertThat(new Partitions(database).makeAhead(then)).as("the rest").isEqualTo(4);
    }

    @Test
    void copiesEveryNumberAndWritesNullForWhatIsMissing() throws Exception {
        var values = new double[] {1, -0.0, Double.NaN, Double.NEGATIVE_INFINITY, 1e300, -1};
        new Frames(database)
                .write(NOON, List.of(new NewFrame(NOON, 2, 7, values)), value -> value < 0 && Double.isFinite(value));

        assertThat(postgres.query("SELECT at AT TIME ZONE 'UTC' || ' ' || values::text FROM frame WHERE agent = 2"))
                .containsExactly("2026-11-21 12:00:00.123456 {1,-0,NaN,-Infinity,1e+300,NULL}");
    }

    @Test
    void copiesTextsThatPostgresCannotHoldInPart() throws Exception {
        new LogLines(database)
                .write(
                        NOON,
                        List.of(new NewLine(
                                NOON,
                                3,
                                "s",
                                "",
                                "a\0b\ud800c\ud83d\ude00",
                                "{\"k\":\"ü\"}".getBytes(StandardCharsets.UTF_8))));

        assertThat(postgres.query("SELECT text || attributes FROM log_line WHERE agent = 3"))
                .containsExactly("a\uFFFDb\uFFFDc\ud83d\ude00{\"k\": \"ü\"}");
    }

    @Test
    void readsDocumentsAsTheyCameHoweverTheyLie() throws Exception {
        var body = "{\"count\":2}".repeat(500).getBytes(StandardCharsets.UTF_8);
        var rows = new Rows();
        Documents.add(rows, new NewDocument(NOON, 4, "processes", "host", body));
        new Documents(database).writeRows(NOON, List.of(rows));
        postgres.query("INSERT INTO document (received_at, at, agent, kind, target, body) VALUES (now(),"
                + " '2026-11-21T11:00:00Z', 4, 'processes', 'host', convert_to('{}', 'UTF8')) RETURNING 1");

        var read = new Documents(database).read(4, "processes", NOON.minusSeconds(7_200), NOON.plusSeconds(1), 10);

        assertThat(read)
                .extracting(kept -> new String(kept.body(), StandardCharsets.UTF_8))
                .containsExactly(new String(body, StandardCharsets.UTF_8), "{}");
        assertThat(postgres.query(
                        "SELECT format || ' ' || (length(body) < 100) FROM document WHERE agent = 4 ORDER BY at"))
                .containsExactly("json true", "zstd true");
    }

    @Test
    void keepsHeartbeatsAndHearsTheLastOfEach() throws Exception {
        postgres.query(
                "INSERT INTO agents (id, token_hash, hostname, addresses, os, kernel, arch, cpus, memory_bytes, version,"
                        + " boot) VALUES (gen_random_uuid(), '\\x01', 'h', '{}', 'o', 'k', 'a', 1, 1, '1', 'b-1') RETURNING 1");
        var number =
                Integer.parseInt(postgres.query("SELECT number FROM agents").get(0));
        var spool = new Spool(1, 2, NOON, true, 3, 4, 5);

        var restarts = new Beats(database)
                .write(List.of(
                        new Beat(number, NOON, NOON, "b-1", "1", List.of(), Spool.EMPTY, "192.0.2.1"),
                        new Beat(
                                number,
                                NOON.plusSeconds(15),
                                NOON.plusSeconds(17),
                                "b-2",
                                "2",
                                List.of("a \"quoted\", {text}\0", "ü"),
                                spool,
                                "192.0.2.2"),
                        new Beat(number + 1, NOON, NOON, "b", "1", List.of(), Spool.EMPTY, "")));

        assertThat(restarts).containsExactly(new Restart(number, NOON.plusSeconds(15), "1", "2"));
        assertThat(new Beats(database)
                        .write(List.of(new Beat(
                                number,
                                NOON.plusSeconds(15),
                                NOON.plusSeconds(17),
                                "b-2",
                                "2",
                                List.of("a \"quoted\", {text}\0", "ü"),
                                spool,
                                "192.0.2.2"))))
                .as("as it was")
                .isEmpty();
        postgres.query(
                "DELETE FROM heartbeats WHERE ctid = (SELECT max(ctid) FROM heartbeats WHERE boot = 'b-2') RETURNING 1");
        assertThat(postgres.query(
                        "SELECT count(*) FROM heartbeats WHERE agent IN (%d, %d)".formatted(number, number + 1)))
                .containsExactly("3");
        assertThat(postgres.query("SELECT concat_ws('|', ip_address, last_heartbeat = '2026-11-21T12:00:15.123456Z',"
                        + " clock_offset_seconds, boot, version, troubles[1], troubles[2], spool_segments,"
                        + " spool_oldest_at = '2026-11-21T12:00:00.123456Z', spool_in_memory, spool_refused_segments)"
                        + " FROM agents"))
                .containsExactly("192.0.2.2|t|2|b-2|2|a \"quoted\", {text}\uFFFD|ü|1|t|t|5");
        assertThat(postgres.query("SELECT troubles[1] FROM heartbeats WHERE boot = 'b-2'"))
                .containsExactly("a \"quoted\", {text}\uFFFD");
    }

    @Test
    void countsTheSetsThatAnAgentBeganToUseOfLate() throws Exception {
        postgres.query("INSERT INTO metric_set (id, hash, collector, target, positions) OVERRIDING SYSTEM VALUE"
                + " SELECT n, int4send(n), 'c', 't', '[]' FROM generate_series(1, 3) n RETURNING 1");
        var sets = new MetricSets(database);
        sets.use(new TreeSet<>(List.of(new Use(700, 1), new Use(700, 2), new Use(701, 3))));
        postgres.query(
                "UPDATE agent_sets SET since = now() - interval '31 days' WHERE agent = 700 AND set = 1 RETURNING 1");
        sets.use(new TreeSet<>(List.of(new Use(700, 1))));

        assertThat(sets.used(700, Duration.ofDays(30))).isEqualTo(new Used(Set.of(1, 2), 1));
    }

    private static void write(int agent, Instant at, double value) {
        new Frames(database).write(at, List.of(new NewFrame(at, agent, 1, new double[] {value})), none -> false);
    }

    private static List<String> partitionsOf(int agent) throws SQLException {
        return postgres.query("SELECT tableoid::regclass FROM frame WHERE agent = " + agent + " ORDER BY at");
    }
}
