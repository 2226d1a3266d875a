package io.pulsefleet.store.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.pulsefleet.store.OwnPostgres;
import io.pulsefleet.store.history.Removal.Way;
import io.pulsefleet.store.history.Rolling.Due;
import io.pulsefleet.store.history.Rolling.Rolled;
import io.pulsefleet.store.metrics.Frames;
import io.pulsefleet.store.metrics.Frames.NewFrame;
import io.pulsefleet.store.pack.PackedSlice;
import io.pulsefleet.store.pack.Slice;
import io.pulsefleet.store.pack.SliceCodec;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Against a real PostgreSQL: days that are over, and what is too old. */
class RollingTest {

    private static final LocalDate DAY = LocalDate.parse("2026-11-20");
    private static final Instant MIDNIGHT = Instant.parse("2026-11-20T00:00:00Z");
    private static final Instant NEXT = Instant.parse("2026-11-21T02:00:00Z");
    private static final Duration GRACE = Duration.ofHours(2);

    @RegisterExtension
    static final OwnPostgres postgres = new OwnPostgres();

    private Packing packing;
    private Policies policies;
    private Rolling rolling;
    private Retention retention;

    @BeforeAll
    static void start() throws Exception {
        postgres.execute("CREATE TABLE defaults AS SELECT * FROM retention");
        for (var number = 1; number <= 2; number++) {
            postgres.execute("INSERT INTO agents (id, token_hash, hostname, addresses, os, kernel, arch, cpus,"
                    + " memory_bytes, version, boot) VALUES (gen_random_uuid(), '\\x0" + number
                    + "', 'h', '{}', '', '', '', 1, 1, '', '')");
        }
    }

    @BeforeEach
    void nothingIsThere() throws Exception {
        postgres.execute("TRUNCATE frame, pack, rollup, packed, log_line, receipt, retention;"
                + " INSERT INTO retention SELECT * FROM defaults; UPDATE agents SET agent_group = 'default'");
        packing = new Packing(postgres.database(), new Partitions(postgres.database()));
        policies = new Policies(postgres.database());
        rolling = new Rolling(postgres.database(), policies);
        retention = new Retention(postgres.database());
    }

    @Test
    void aDayIsRolledUpAsPlainSqlWouldAndLatePartsAreMerged() throws Exception {
        tenMinutesOutliveTheirVisits();
        var random = new Random(5);
        var early = new ArrayList<NewFrame>();
        var late = new ArrayList<NewFrame>();
        for (var visit = 0; visit < 1_440; visit++) {
            for (var agent = 1; agent <= 2; agent++) {
                var values =
                        new double[] {random.nextInt(1_000) / 4.0, visit % 7 == 0 ? Slice.MISSING : visit, Slice.MISSING
                        };
                var frame = new NewFrame(MIDNIGHT.plusSeconds(visit * 60L), agent, 1, values);
                (visit % 10 >= 8 ? late : early).add(frame);
            }
        }
        write(early);
        var reference = plainSql();
        pack();
        assertThat(rolling.due(NEXT.minusSeconds(1), GRACE)).isEmpty();
        assertThat(rolling.due(NEXT, GRACE)).containsExactly(new Due(DAY, 0));
        assertThat(rolling.roll(new Due(DAY, 0)))
                .hasValueSatisfying(rolled -> assertThat(rolled.samples()).isEqualTo(values(early)));
        assertThat(rolled()).isEqualTo(reference);
        assertThat(rolling.due(NEXT, GRACE)).isEmpty();
        assertThat(rolling.roll(new Due(DAY, 0))).as("once").isEmpty();

        write(late);
        write(early);
        reference = plainSql();
        postgres.execute("TRUNCATE frame");
        write(late);
        pack();
        assertThat(rolling.due(NEXT, GRACE)).containsExactly(new Due(DAY, 0));
        assertThat(rolling.roll(new Due(DAY, 0)).map(Rolled::samples)).hasValue(values(late));

        assertThat(rolled()).isEqualTo(reference);
        assertThat(postgres.query("SELECT count(DISTINCT part) FROM rollup WHERE level = 86400"))
                .containsExactly("2");
    }

    private static void tenMinutesOutliveTheirVisits() throws Exception {
        postgres.execute("UPDATE retention SET keep_days = 401 WHERE agent_group = '*' AND kind = '10m'");
    }

    @Test
    void minutesAndTenOfThemAreMadeForThoseWhoKeepThemLongerThanTheirVisits() throws Exception {
        postgres.execute("UPDATE agents SET agent_group = 'lab' WHERE number = 2");
        keep(new Policy("lab", Kind.MINUTE, 500), new Policy("lab", Kind.TEN_MINUTES, 500));
        write(List.of(visit(1, 0), visit(2, 0), visit(2, 59), visit(2, 60)));
        pack();

        rolling.roll(new Due(DAY, 0));

        assertThat(postgres.query(
                        "SELECT level || ' ' || agent || ' ' || count FROM pack WHERE level > 0 ORDER BY level"))
                .containsExactly("60 2 2", "600 2 1");
    }

    @Test
    void whoIsKilledWhileRollingLeavesTheDayToTheNext() throws Exception {
        write(List.of(visit(1, 0)));
        pack();
        postgres.execute("ALTER TABLE rollup ADD CONSTRAINT full_disk CHECK (level <> 86400)");
        assertThat(failure(() -> rolling.roll(new Due(DAY, 0)))).contains("full_disk");
        postgres.execute("ALTER TABLE rollup DROP CONSTRAINT full_disk");
        assertThat(postgres.query("SELECT level FROM pack")).containsExactly("0");
        assertThat(rolling.due(NEXT, GRACE)).containsExactly(new Due(DAY, 0));

        assertThat(rolling.roll(new Due(DAY, 0))).isPresent();
    }

    @Test
    void visitsAreNotDroppedBeforeTheirDayWasRolledUp() throws Exception {
        write(List.of(visit(1, 0)));
        pack();
        var longAfter = MIDNIGHT.plus(Duration.ofDays(5_000));
        assertThat(removed(longAfter)).containsExactly("rollup_202611 DROP [1h, 1d] 0");
        assertThat(postgres.query("SELECT level FROM pack")).containsExactly("0");

        rolling.roll(new Due(DAY, 0));

        assertThat(removed(longAfter))
                .containsExactly("pack_20261120 DROP [raw, 1m, 10m] 0", "rollup_default DELETE [1d (*)] 1");
        assertThat(postgres.query("SELECT count(*) FROM packed")).containsExactly("0");
    }

    @Test
    void aGroupsShorterPolicyTakesItsAgentsRowsOnlyAndADryRunSaysSo() throws Exception {
        postgres.execute("UPDATE agents SET agent_group = 'lab' WHERE number = 2");
        keep(new Policy("lab", Kind.RAW, 10), new Policy("lab", Kind.RECEIPT, 30));
        write(List.of(visit(1, 0), visit(2, 0), visit(3, 0)));
        pack();
        rolling.roll(new Due(DAY, 0));
        postgres.execute("INSERT INTO receipt SELECT n, 's', '{}', 1, 1, '2026-11-20' FROM generate_series(1, 2) n");
        var tenDays = MIDNIGHT.plus(Duration.ofDays(11));

        assertThat(removed(tenDays.minusSeconds(1))).isEmpty();
        assertThat(removed(tenDays)).containsExactly("pack_20261120 DELETE [raw (lab)] 1");
        assertThat(postgres.query("SELECT level || ' ' || agent FROM pack ORDER BY level, agent"))
                .containsExactly("0 1", "0 3", "600 2");
        assertThat(removed(tenDays)).as("it is gone").isEmpty();
        assertThat(removed(MIDNIGHT.plus(Duration.ofDays(31)))).containsExactly("receipt DELETE [receipt (lab)] 1");

        keep(new Policy("lab", Kind.RAW, 500), new Policy("lab", Kind.TEN_MINUTES, 500));
        assertThat(removed(MIDNIGHT.plus(Duration.ofDays(401))))
                .containsExactly("pack_20261120 DELETE [raw (*)] 2", "receipt DELETE [receipt (*)] 1");
        assertThat(postgres.query("SELECT level || ' ' || agent FROM pack ORDER BY level, agent"))
                .containsExactly("600 2");
        assertThat(postgres.query("SELECT level FROM packed")).containsExactly("600");
        assertThat(postgres.query("SELECT agent || ' ' || stem || segments || ' ' || readings FROM receipt ORDER BY 1"))
                .as("what receipts counted stays counted")
                .containsExactly("1 1 1", "2 1 1");
    }

    @Test
    void whatTellsOfASetGoesWhenNothingIsKeptThatMayBeOfIt() throws Exception {
        var tenYears = Duration.ofDays(3652);
        var then = MIDNIGHT.plus(tenYears);
        postgres.execute("TRUNCATE latest, agent_sets;"
                + " INSERT INTO metric_set (id, hash, collector, target, positions) OVERRIDING SYSTEM VALUE"
                + " SELECT n, int4send(n), 'c', 't', '[]' FROM generate_series(1, 9) n ON CONFLICT DO NOTHING;"
                + " INSERT INTO latest SELECT 1, n, '2026-11-20Z'::timestamptz + (n - 3) * interval '1 second', '{}'"
                + " FROM generate_series(1, 3) n;"
                + " INSERT INTO agent_sets SELECT 1, n, '2020-01-01' FROM generate_series(1, 3) n;"
                + " INSERT INTO agent_sets VALUES (1, 9, '2026-11-21')");

        assertThat(removed(then)).contains("latest DELETE [newest visits] 2");
        assertThat(removed(then)).containsExactly("agent_sets DELETE [sets] 2");

        assertThat(postgres.query("SELECT set FROM agent_sets ORDER BY 1")).containsExactly("3", "9");
        assertThat(removed(then)).isEmpty();
    }

    @Test
    void whoMustStopStopsAtTheNextStep() throws Exception {
        new Partitions(postgres.database()).makeAhead(MIDNIGHT);
        var later = MIDNIGHT.plus(Duration.ofDays(60));
        var steps = new AtomicInteger();

        assertThat(retention.apply(later, policies.all(), () -> steps.getAndIncrement() < 2))
                .hasSize(2);
        assertThat(steps).hasValue(3);
    }

    @Test
    void theAccountOfADayWithoutAPartitionGoesWithItsPacks() throws Exception {
        write(List.of(visit(1, 0), visit(70, 0)));
        pack();
        rolling.roll(new Due(DAY, 0));
        rolling.roll(new Due(DAY, 1));
        postgres.execute("CREATE TABLE kept AS SELECT * FROM pack; DROP TABLE pack_20261120;"
                + " INSERT INTO pack SELECT * FROM kept; DROP TABLE kept");
        assertThat(postgres.query("SELECT DISTINCT tableoid::regclass::text FROM pack"))
                .containsExactly("pack_default");

        assertThat(removed(MIDNIGHT.plus(Duration.ofDays(400))))
                .as("a day goes as a whole")
                .isEmpty();
        assertThat(removed(MIDNIGHT.plus(Duration.ofDays(401)))).containsExactly("pack_default DELETE [raw (*)] 2");

        assertThat(postgres.query("SELECT count(*) FROM packed")).containsExactly("0");
    }

    @Test
    void whatIsInUseIsLeftForTheNextTime() throws Exception {
        new Partitions(postgres.database()).makeAhead(MIDNIGHT);
        var later = MIDNIGHT.plus(Duration.ofDays(40));
        try (var reading = postgres.database().connection()) {
            reading.setAutoCommit(false);
            reading.createStatement().executeQuery("SELECT FROM log_line_20261120");
            var done = retention.apply(later, policies.all(), () -> true).stream()
                    .map(Removal::table)
                    .toList();
            assertThat(done).doesNotContain("log_line_20261120").contains("document_20261120");
            reading.rollback();
        }
        assertThat(retention.apply(later, policies.all(), () -> true))
                .extracting(Removal::table, Removal::way)
                .contains(tuple("log_line_20261120", Way.DROP));
    }

    @Test
    void theReportTellsWhatTakesHowMuchRoom() throws Exception {
        write(List.of(visit(1, 0), visit(2, 60)));
        var storage = new Storage(postgres.database(), new HotLeaves(postgres.database()), policies);
        var before = storage.report(NEXT.plus(Duration.ofHours(1)), Duration.ZERO);
        assertThat(before.waiting()).hasSize(1);
        assertThat(before.kept().get(0).rows()).as("nobody analyzed them yet").isEqualTo(2);
        pack();
        rolling.roll(new Due(DAY, 0));

        var report = storage.report(NEXT, Duration.ZERO);

        assertThat(report.waiting()).isEmpty();
        assertThat(report.kept())
                .extracting(Storage.Kept::kind)
                .containsExactly(
                        "hot",
                        "raw",
                        "1m",
                        "10m",
                        "rollup",
                        "log",
                        "document",
                        "pg-sample",
                        "pg-session",
                        "pg-statement",
                        "pg-lock",
                        "pg-log",
                        "host-event",
                        "uptime",
                        "uptime-stale",
                        "uptime-1h",
                        "uptime-1d",
                        "heartbeat",
                        "run",
                        "receipt",
                        "pg-text");
        var raw = report.kept().get(1);
        assertThat(List.of(raw.rows(), raw.samples(), raw.oldest(), raw.newest(), raw.keepDays()))
                .containsExactly(2L, 2L, MIDNIGHT, MIDNIGHT.plusSeconds(60), 400);
        assertThat(raw.bytes() + report.kept().get(3).bytes())
                .isEqualTo(Long.parseLong(postgres.query("SELECT pg_total_relation_size('pack_20261120')")
                        .get(0)));
        assertThat(raw.in30Days()).isGreaterThan(raw.bytes());
        assertThat(report.kept().get(2).bytes()).isZero();
    }

    /** What goes, and the dry run said the same. */
    private List<String> removed(Instant now) {
        var planned = retention.plan(now, policies.all());
        var done = retention.apply(now, policies.all(), () -> true);
        assertThat(done).isEqualTo(planned);
        return done.stream()
                .filter(removal -> removal.table().matches("(pack|rollup|receipt|latest|agent_sets).*"))
                .map(removal -> removal.table() + " " + removal.way() + " " + removal.what() + " " + removal.rows())
                .toList();
    }

    private void keep(Policy... own) {
        policies.replace(Stream.concat(
                        policies.all().stream().filter(policy -> policy.group().equals(Policy.ALL)), Stream.of(own))
                .toList());
    }

    private static NewFrame visit(int agent, int second) {
        return new NewFrame(MIDNIGHT.plusSeconds(second), agent, 1, new double[] {agent});
    }

    private static void write(List<NewFrame> frames) {
        new Frames(postgres.database())
                .write(
                        NEXT,
                        frames,
                        value -> Double.doubleToRawLongBits(value) == Double.doubleToRawLongBits(Slice.MISSING));
    }

    private void pack() {
        for (var leaf : new HotLeaves(postgres.database()).toPack(NEXT.plus(Duration.ofDays(1)), Duration.ZERO)) {
            packing.pack(leaf.name());
        }
    }

    private static long values(List<NewFrame> frames) {
        return frames.stream()
                .mapToLong(frame -> Stream.of(frame.values()[0], frame.values()[1], frame.values()[2])
                        .filter(value -> !value.isNaN())
                        .count())
                .sum();
    }

    private static String failure(Runnable work) {
        try {
            work.run();
            return "";
        } catch (RuntimeException failed) {
            return failed.getMessage();
        }
    }

    /** By level, agent, position and stretch: min max sum count last. */
    private static Map<String, String> plainSql() throws SQLException {
        var lines = new TreeMap<String, String>();
        for (var level : List.of(600, 86_400)) {
            for (var line : postgres.query("""
                SELECT format('%%s %%s %%s %%s=%%s %%s %%s %%s %%s', %1$d, agent, i, extract(epoch FROM bucket)::bigint,
                    min(v), max(v), sum(v), count(v), (array_agg(v ORDER BY at DESC) FILTER (WHERE v IS NOT NULL))[1])
                FROM (SELECT agent, i, v, at, date_bin('%1$d s', at, '1970-01-01Z') AS bucket
                      FROM frame, unnest(values) WITH ORDINALITY AS p (v, i)) AS all_values
                GROUP BY agent, i, bucket HAVING count(v) > 0""".formatted(level))) {
                var pair = line.split("=", 2);
                lines.put(pair[0], pair[1]);
            }
        }
        return lines;
    }

    /** The same of what was rolled up, its parts merged. */
    private static Map<String, String> rolled() throws SQLException {
        var merged = new TreeMap<String, double[]>();
        try (var connection = postgres.database().connection();
                var statement = connection.createStatement()) {
            try (var rows = statement.executeQuery(
                    "SELECT agent, count, times, ends, data FROM pack WHERE level = 600 ORDER BY part")) {
                while (rows.next()) {
                    var ends = Stream.of((Integer[]) rows.getArray(4).getArray())
                            .mapToInt(end -> end)
                            .toArray();
                    var slice = SliceCodec.unpack(
                            new PackedSlice(rows.getInt(2), rows.getBytes(3), ends, rows.getBytes(5)));
                    for (var row = 0; row < slice.count(); row++) {
                        for (var i = 0; i < ends.length / 6; i++) {
                            var five = new double[5];
                            for (var k = 0; k < 5; k++) {
                                five[k] = slice.values()[6 * i + k][row];
                            }
                            var key = "600 %d %d %d"
                                    .formatted(rows.getInt(1), i + 1, slice.at()[row] / 600_000_000 * 600);
                            merge(merged, key, five);
                        }
                    }
                }
            }
            try (var rows = statement.executeQuery("SELECT agent, i, extract(epoch FROM from_at)::bigint,"
                    + " min[i], coalesce(max[i], min[i]), coalesce(sum[i], count[i] * min[i]), count[i],"
                    + " coalesce(last[i], max[i], min[i]) FROM rollup, generate_series(1, 3) i"
                    + " WHERE level = 86400 ORDER BY part")) {
                while (rows.next()) {
                    var five = new double[5];
                    for (var k = 0; k < 5; k++) {
                        five[k] = rows.getDouble(4 + k);
                    }
                    merge(merged, "86400 %d %d %d".formatted(rows.getInt(1), rows.getInt(2), rows.getLong(3)), five);
                }
            }
        }
        var lines = new TreeMap<String, String>();
        merged.forEach((key, five) -> lines.put(
                key,
                "%s %s %s %.0f %s".formatted(text(five[0]), text(five[1]), text(five[2]), five[3], text(five[4]))));
        return lines;
    }

    private static void merge(Map<String, double[]> merged, String key, double[] five) {
        if (five[3] == 0) {
            return;
        }
        merged.merge(key, five, (one, other) -> new double[] {
            Math.min(one[0], other[0]), Math.max(one[1], other[1]), one[2] + other[2], one[3] + other[3], other[4]
        });
    }

    private static String text(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
