package io.pulsefleet.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.embedded.Postgres;
import io.pulsefleet.store.logs.LogLines;
import io.pulsefleet.store.logs.LogLines.NewLine;
import io.pulsefleet.store.metrics.Frames;
import io.pulsefleet.store.metrics.Frames.NewFrame;
import io.pulsefleet.store.metrics.Frames.Part;
import io.pulsefleet.store.schema.Partitions;
import io.pulsefleet.store.schema.Schema;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** Against a real PostgreSQL, without a container: the tables, the partitions, COPY. */
class StoreTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00.123456Z");

    @TempDir
    static Path folder;

    private static Postgres postgres;
    private static Database database;

    @BeforeAll
    static void aDatabaseThatTwoHubsMigrateAtOnce() throws Exception {
        try (var free = new ServerSocket(0)) {
            postgres = startOn(free);
        }
        var source = new PGSimpleDataSource();
        source.setUrl(postgres.jdbcUrl());
        source.setUser(Postgres.USER);
        source.setPassword("test");
        database = new Database(source);
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

    private static Postgres startOn(ServerSocket free) throws Exception {
        var port = free.getLocalPort();
        free.close();
        return Postgres.start(new Postgres.Place(folder.resolve("data"), Path.of("target/programs"), port, "test"));
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @Test
    void noRowIsRefusedForItsTimeAndEachFindsItsPartition() throws Exception {
        var hours = List.of("1999-01-01T12", "2026-11-21T12", "2026-11-24T11", "2026-11-24T12", "2199-12-31T12");
        for (var hour : hours) {
            write(1, Instant.parse(hour + ":00:00Z"), 1);
        }
        assertThat(partitionsOf(1)).containsOnly("frame_default").hasSize(5);

        assertThat(new Partitions(database).makeAhead(NOON)).isEqualTo(3 * 24 + 1 + 3 * 4);

        assertThat(partitionsOf(1))
                .containsExactly(
                        "frame_default", "frame_2026112112", "frame_2026112411", "frame_2026112412", "frame_default");
        assertThat(new Partitions(database).makeAhead(NOON)).isZero();
        write(1, NOON, 1);
        assertThat(partitionsOf(1)).hasSize(6).contains("frame_2026112112");
    }

    @Test
    void copiesEveryNumberAndReadsOnlyWhatIsWanted() throws Exception {
        var values = new double[] {1, -0.0, Double.NaN, Double.NEGATIVE_INFINITY, 1e300, -1};
        new Frames(database)
                .write(
                        NOON,
                        List.of(new NewFrame(NOON, 2, 7, values), new NewFrame(NOON.plusSeconds(1), 2, 8, values)),
                        value -> value < 0 && Double.isFinite(value));

        var read = new ArrayList<String>();
        new Frames(database)
                .read(
                        2,
                        List.of(new Part(7, List.of(0, 2, 5)), new Part(8, List.of(4))),
                        NOON,
                        NOON.plusSeconds(2),
                        (at, part, wanted) -> read.add(at + " " + part + " " + Arrays.toString(wanted)));

        assertThat(read)
                .containsExactly(
                        "2026-11-21T12:00:00.123456Z 0 [1.0, NaN, null]", "2026-11-21T12:00:01.123456Z 1 [1.0E300]");
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

        assertThat(query("SELECT text || attributes FROM log_line WHERE agent = 3"))
                .containsExactly("a\uFFFDb\uFFFDc\ud83d\ude00{\"k\": \"ü\"}");
    }

    private static void write(int agent, Instant at, double value) {
        new Frames(database).write(at, List.of(new NewFrame(at, agent, 1, new double[] {value})), none -> false);
    }

    private static List<String> partitionsOf(int agent) throws SQLException {
        return query("SELECT tableoid::regclass FROM frame WHERE agent = " + agent + " ORDER BY at");
    }

    private static List<String> query(String sql) throws SQLException {
        try (var connection = database.connection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var all = new ArrayList<String>();
            while (rows.next()) {
                all.add(rows.getString(1));
            }
            return all;
        }
    }
}
