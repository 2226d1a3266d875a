package io.pulsefleet.agent.collect.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pulsefleet.agent.collect.Glance;
import io.pulsefleet.embedded.Scratch;
import io.pulsefleet.wire.postgres.OwnStatements;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One server, visited again and again. */
class ServerTest {

    private static final Instant TEN = Instant.parse("2026-11-21T10:00:00Z");

    @TempDir
    static Path folder;

    private static Scratch server;

    private Connection admin;
    private Watching watching;

    @BeforeAll
    static void start() throws Exception {
        server = Versions.start(
                Versions.EMBEDDED,
                folder,
                Map.of("autovacuum", "off", "shared_preload_libraries", "pg_stat_statements"));
        try (var admin = connect("postgres")) {
            execute(
                    admin,
                    "CREATE ROLE watcher LOGIN PASSWORD 'secret' IN ROLE pg_read_all_stats",
                    "CREATE ROLE blind LOGIN PASSWORD 'secret'",
                    "CREATE ROLE stranger LOGIN PASSWORD 'secret'",
                    "CREATE DATABASE shop",
                    "CREATE DATABASE closed",
                    "REVOKE CONNECT ON DATABASE closed FROM PUBLIC");
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void aWatcher() throws Exception {
        admin = connect("shop");
        execute(admin, "CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
        watching = new Watching(server.port())
                .with("pulse.postgres.db.name", "shop")
                .with("pulse.postgres.db.user", "watcher")
                .with("pulse.postgres.db.password", "secret");
    }

    @AfterEach
    void leave() throws Exception {
        watching.close();
        admin.close();
    }

    @Test
    void tellsWhatTheServerDoes() throws Exception {
        execute(admin, "DROP TABLE IF EXISTS orders", "CREATE TABLE orders (id int, state text)");
        execute(admin, "INSERT INTO orders SELECT i, 'open' FROM generate_series(1, 20000) AS i", "ANALYZE orders");
        try (var waiting = connect("shop")) {
            execute(waiting, "SELECT pg_stat_force_next_flush()", "BEGIN", "SELECT 1");

            var seen = watching.visit(TEN);

            assertThat(seen.away()).isEmpty();
            assertThat(seen.number("postgresql.recovery")).isZero();
            assertThat(seen.number("postgresql.connections{state=\"idle in transaction\"}"))
                    .isEqualTo(1);
            assertThat(seen.number("postgresql.table.size{schema=\"public\",table=\"orders\"}"))
                    .isGreaterThan(500_000);
            assertThat(seen.number("postgresql.db_size{database=\"shop\"}")).isGreaterThan(1_000_000);
            assertThat(seen.number("pulsefleet.postgresql.parts.unwell")).isZero();
        }
    }

    /** PG-07: what it costs to be watched is told apart from what the server does. */
    @Test
    void whatItIsAskedBearsAMarkThatTheServerKeeps() throws Exception {
        watching.visit(TEN);

        var asked = new ArrayList<String>();
        try (var statement = admin.createStatement();
                var rows = statement.executeQuery("SELECT query FROM pg_stat_statements AS s JOIN pg_roles AS r"
                        + " ON r.oid = s.userid WHERE r.rolname = 'watcher' AND query ~* '\\mselect\\M'")) {
            while (rows.next()) {
                asked.add(rows.getString(1));
            }
        }
        assertThat(asked).hasSizeGreaterThan(10).allMatch(OwnStatements::isOne);
    }

    @Test
    void estimatesWhatIsEmpty() throws Exception {
        execute(
                admin,
                "DROP TABLE IF EXISTS full_one, empty_one",
                "CREATE TABLE full_one AS SELECT i AS id, 'open' AS state FROM generate_series(1, 50000) AS i",
                "CREATE TABLE empty_one AS TABLE full_one",
                "DELETE FROM empty_one WHERE id % 5 > 0",
                "VACUUM ANALYZE full_one, empty_one");
        watching.with("pulse.postgres.db.user", Scratch.SUPERUSER);

        var bloat = watching.visit(TEN).body("postgresql.tables").get("bloat");

        assertThat(ratioOf("full_one", bloat)).isLessThan(0.1);
        assertThat(ratioOf("empty_one", bloat)).isBetween(0.75, 0.85);
    }

    private static double ratioOf(String relation, JsonNode bloat) {
        for (var row : bloat) {
            if (row.get("relation").textValue().equals(relation)) {
                return row.get("ratio").doubleValue();
            }
        }
        throw new AssertionError("no " + relation + " in " + bloat);
    }

    @Test
    void namesIndexesThatServeNobody() throws Exception {
        execute(
                admin,
                "DROP TABLE IF EXISTS twice",
                "CREATE TABLE twice (id int PRIMARY KEY, state text)",
                "CREATE INDEX twice_id ON twice (id)",
                "CREATE INDEX twice_state ON twice (state)");

        var told = new ArrayList<String>();
        for (var index : watching.visit(TEN).body("postgresql.indexes").get("indexes")) {
            if (index.get("table").textValue().equals("twice")) {
                told.add(index.get("index").textValue() + " unused " + index.get("unused") + ", double of "
                        + index.get("double_of"));
            }
        }

        assertThat(told)
                .containsExactlyInAnyOrder(
                        "twice_id unused true, double of \"twice_pkey\"",
                        "twice_pkey unused false, double of null",
                        "twice_state unused true, double of null");
    }

    @Test
    void eachQuestionIsAskedAtItsOwnTime() throws Exception {
        assertThat(watching.visit(TEN).asked()).contains("database", "tables", "bloat");
        assertThat(watching.visit(TEN.plusSeconds(30)).asked()).containsExactly("activity");
        assertThat(watching.visit(TEN.plusSeconds(60)).asked())
                .contains("database")
                .doesNotContain("tables", "bloat");
        assertThat(watching.visit(TEN.plusSeconds(300)).asked())
                .contains("tables")
                .doesNotContain("bloat");
    }

    @Test
    void aQuestionThatFailsHindersNoOtherAndIsToldOnceUntilItIsWell() throws Exception { // PG-12
        execute(admin, "REVOKE SELECT ON pg_stat_archiver FROM PUBLIC");
        try {
            var seen = watching.visit(TEN);

            assertThat(seen.asked()).contains("server", "archiver", "replication", "extensions");
            assertThat(seen.number("postgresql.recovery")).isZero();
            assertThat(seen.number("pulsefleet.postgresql.parts.unwell")).isEqualTo(1);
            assertThat(seen.body("postgresql.server").at("/states/0")).hasToString("""
                    {"part":"archiver","state":"no_rights","remedy":"no rights on archiver (ERROR: permission denied for view pg_stat_archiver (42501)): run GRANT pg_read_all_stats TO watcher"}""");
            assertThat(watching.troubles.now()).hasSize(1);
        } finally {
            execute(admin, "GRANT SELECT ON pg_stat_archiver TO PUBLIC");
        }

        var after = watching.visit(TEN.plusSeconds(60));
        assertThat(after.body("postgresql.server").get("states")).isEmpty();
        assertThat(watching.troubles.now()).isEmpty();
        assertThat(watching.visit(TEN.plusSeconds(120)).document("postgresql.server"))
                .as("it has nothing new to say")
                .isEmpty();
    }

    @Test
    void whatTheServerEndsForItsLengthIsAskedLessOften() throws Exception { // PG-07
        watching.with("pulse.postgres.statement.timeout", "1500ms").with("pulse.postgres.lock.timeout", "30s");
        execute(admin, "CREATE TABLE IF NOT EXISTS stones (id int)", "BEGIN", "LOCK TABLE pg_catalog.pg_extension");
        try {
            var seen = watching.visit(TEN);
            assertThat(seen.body("postgresql.server").at("/states/0/part").textValue())
                    .isEqualTo("extensions");
            assertThat(seen.body("postgresql.server").at("/states/0/state").textValue())
                    .isEqualTo("too_slow");
        } finally {
            execute(admin, "ROLLBACK");
        }
        assertThat(watching.visit(TEN.plusSeconds(600)).asked()).doesNotContain("extensions");
        assertThat(watching.visit(TEN.plusSeconds(1200)).asked()).contains("extensions");
        assertThat(watching.troubles.now()).isEmpty();
    }

    @Test
    void whatWaitsForALockGivesUpSoon() throws Exception { // PG-07
        execute(admin, "BEGIN", "LOCK TABLE pg_catalog.pg_extension");
        try {
            assertThat(watching.visit(TEN)
                            .body("postgresql.server")
                            .at("/states/0/state")
                            .textValue())
                    .isEqualTo("locked");
        } finally {
            execute(admin, "ROLLBACK");
        }
    }

    @Test
    void aRoleThatSeesOnlyItselfIsToldWhatToGrant() throws Exception { // PG-15
        watching.with("pulse.postgres.db.user", "blind");

        var seen = watching.visit(TEN);

        assertThat(seen.away()).isEmpty();
        assertThat(seen.body("postgresql.server").get("states")).hasToString("""
                [{"part":"rights","state":"no_rights","remedy":"what others do cannot be seen: run GRANT pg_read_all_stats TO blind"}]""");
    }

    @Test
    void ofManyStatementsTheDearestAreToldAndTheOthersInOneSum() throws Exception { // PG-02
        watching.with("pulse.postgres.statements.most", "2");
        watching.visit(TEN);
        execute(
                admin,
                "SELECT pg_sleep(0.1)",
                "SELECT 1 AS one",
                "SELECT 1 AS two",
                "SELECT 1 AS three, 2",
                "TABLE pg_am");

        var statements = watching.visit(TEN.plusSeconds(60)).body("postgresql.statements");

        assertThat(statements.get("count").intValue()).isEqualTo(3);
        assertThat(statements.get("since").textValue()).isEqualTo("2026-11-21T10:00:00Z");
        assertThat(statements.at("/statements/0/query").textValue()).isEqualTo("SELECT pg_sleep($1)");
        assertThat(statements.at("/statements/2/query").textValue()).isEqualTo("(others)");
        assertThat(statements.at("/statements/2/calls").longValue()).isGreaterThan(3);
        assertThat(statements.at("/statements/2/queryid").isMissingNode()).isTrue();
    }

    @Test
    void whileSomebodyIsBlockedForLongAllIsKeptSecondBySecond() throws Exception { // the flight recorder
        watching.with("pulse.postgres.blocked.threshold", "100ms").nanos = () -> 0;
        execute(admin, "DROP TABLE IF EXISTS gate", "CREATE TABLE gate (id int)");
        assertThat(watching.visit(TEN).document("postgresql.episode")).isEmpty();
        assertThat(watching.glance(TEN.plusSeconds(5))).isEqualTo(new Glance(Duration.ofSeconds(5), false));
        execute(admin, "BEGIN", "LOCK TABLE gate");
        try (var blocked = connect("shop")) {
            var waiting = CompletableFuture.runAsync(() -> {
                try {
                    execute(blocked, "TABLE gate");
                } catch (SQLException failed) {
                    throw new IllegalStateException(failed);
                }
            });
            execute(
                    admin,
                    "DO $$ BEGIN WHILE NOT EXISTS (SELECT FROM pg_locks WHERE NOT granted) LOOP"
                            + " PERFORM pg_sleep(0.01); END LOOP; PERFORM pg_sleep(0.2); END $$");

            assertThat(watching.glance(TEN.plusSeconds(10)))
                    .as("every second from now on, and told at once")
                    .isEqualTo(new Glance(Duration.ofSeconds(1), true));
            var first = watching.visit(TEN.plusSeconds(11));
            assertThat(watching.glance(TEN.plusSeconds(12)).visitNow()).isFalse();
            execute(admin, "COMMIT");
            waiting.get(10, TimeUnit.SECONDS);
            watching.glance(TEN.plusSeconds(13));
            watching.glance(TEN.plusSeconds(14));
            assertThat(watching.glance(TEN.plusSeconds(15)).visitNow())
                    .as("it is over")
                    .isTrue();
            var last = watching.visit(TEN.plusSeconds(16));

            var begin = first.body("postgresql.episode");
            var end = last.body("postgresql.episode");
            assertThat(momentsOf(begin))
                    .isEqualTo("2026-11-21T10:00:00Z 2026-11-21T10:00:05Z 2026-11-21T10:00:10Z 2026-11-21T10:00:11Z");
            assertThat(begin.get("ended").booleanValue()).isFalse();
            assertThat(begin.at("/samples/2/locks/0/relation").textValue()).isEqualTo("public.gate");
            assertThat(begin.at("/samples/2/sessions")).hasSize(2);
            assertThat(momentsOf(end))
                    .isEqualTo("2026-11-21T10:00:12Z 2026-11-21T10:00:13Z 2026-11-21T10:00:14Z 2026-11-21T10:00:15Z"
                            + " 2026-11-21T10:00:16Z");
            assertThat(end.get("from")).isEqualTo(begin.get("from"));
            assertThat(end.get("ended").booleanValue()).isTrue();
            assertThat(
                            first.number(
                                    "postgresql.activity.sessions{database=\"shop\",wait_event=\"relation\",wait_event_type=\"Lock\"}"))
                    .as("in two of three looks")
                    .isEqualTo(2 / 3.0);
        }
    }

    /** A program of another encoding must not keep the others' sessions and statements from being seen. */
    @Test
    void textOfOthersThatIsNoUtf8IsShownAsFarAsItIs() throws Exception {
        try (var postgres = connect("postgres")) {
            execute(postgres, "CREATE DATABASE bytes ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0");
        }
        try (var latin = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            say(latin, "\0\3\0\0user\0" + Scratch.SUPERUSER + "\0database\0bytes\0client_encoding\0LATIN1\0\0");
            latin.getOutputStream().write('Q');
            say(latin, "BEGIN; SELECT 'caf\u00e9' AS drink\0");
            awaitOpenTransactionIn("bytes");

            for (int visit = 0; visit < 2; visit++) {
                var seen = watching.visit(TEN.plusSeconds(60L * visit));

                assertThat(seen.number("pulsefleet.postgresql.parts.unwell")).isZero();
                assertThat(seen.body("postgresql.activity").findValuesAsText("query"))
                        .contains("BEGIN; SELECT 'caf\ufffd' AS drink");
            }
        }
    }

    /** A message of PostgreSQL's protocol, each character a byte; all drivers of Java would speak UTF-8. */
    private static void say(Socket server, String content) throws IOException {
        var message = new DataOutputStream(server.getOutputStream());
        message.writeInt(Integer.BYTES + content.length());
        message.writeBytes(content);
        message.flush();
    }

    private void awaitOpenTransactionIn(String database) throws SQLException {
        execute(
                admin,
                "DO $$ BEGIN WHILE NOT EXISTS (SELECT FROM pg_stat_activity WHERE datname = '"
                        + database + "' AND state = 'idle in transaction') LOOP PERFORM pg_stat_clear_snapshot();"
                        + " PERFORM pg_sleep(0.01); END LOOP; END $$");
    }

    /** PG-06, PG-07: one slow look in a row must not keep who blocks whom from the hub; a server that is slow is spared. */
    @Test
    void whoIsSlowTwiceIsLookedAtLessOften() throws Exception {
        var now = new AtomicLong();
        var step = new AtomicLong();
        watching.nanos = () -> now.addAndGet(step.get());
        watching.visit(TEN);
        var pauses = new ArrayList<Long>();
        for (var took : List.of(0L, 600L, 0L, 600L, 700L, 600L)) {
            step.set(TimeUnit.MILLISECONDS.toNanos(took));
            pauses.add(watching.glance(TEN.plusSeconds(5)).again().toMillis());
        }

        assertThat(pauses).startsWith(5_000L, 5_000L, 5_000L, 5_000L);
        assertThat(pauses.subList(4, 6)).allSatisfy(pause -> assertThat(pause).isGreaterThan(10_000));
    }

    private static String momentsOf(JsonNode episode) {
        var moments = new ArrayList<String>();
        episode.get("samples").forEach(sample -> moments.add(sample.get("at").textValue()));
        return String.join(" ", moments);
    }

    @Test
    void aConnectionThatBreaksBetweenVisitsIsForTheNextVisitToTell() throws Exception {
        watching.visit(TEN);
        execute(admin, "SELECT pg_terminate_backend(" + ours().get(0) + ", 10000)");

        assertThat(watching.glance(TEN.plusSeconds(5)).visitNow()).isFalse();
        assertThat(watching.glance(TEN.plusSeconds(10)).visitNow()).isFalse();
        assertThat(watching.visit(TEN.plusSeconds(60)).away()).isEmpty();
    }

    @Test
    void whatItCostsToBeWatchedIsTold() throws Exception { // PG-07
        var first = watching.visit(TEN).number("pulsefleet.postgresql.own.time");

        assertThat(watching.visit(TEN.plusSeconds(60)).number("pulsefleet.postgresql.own.time"))
                .isGreaterThan(first);
    }

    @Test
    void oneConnectionIsKeptAndGuarded() throws Exception { // PG-07
        watching.visit(TEN);
        var first = ours();
        watching.visit(TEN.plusSeconds(60));

        assertThat(ours()).hasSize(1).isEqualTo(first);
        var link = Link.open(PostgresConfig.targets(watching.settings()).get(0), Guards.from(watching.settings()));
        try (link) {
            assertThat(link.ask("""
                            SELECT concat_ws(' ', current_setting('statement_timeout'), current_setting('lock_timeout'),
                                             current_setting('transaction_read_only'), current_setting('idle_session_timeout'),
                                             current_setting('search_path'), current_setting('jit'))""", 1, row -> row.getString(1))).containsExactly("5s 500ms on 15min pg_catalog off");
        }
    }

    @Test
    void aConnectionThatBrokeIsOpenedAnew() throws Exception {
        watching.visit(TEN);
        execute(admin, "SELECT pg_terminate_backend(" + ours().get(0) + ", 10000)");

        assertThat(watching.visit(TEN.plusSeconds(60)).away()).isEmpty();
    }

    @Test
    void aWrongPasswordIsANamedStateAndNeverShown() throws Exception {
        watching.with("pulse.postgres.db.password", "guess");

        var seen = watching.visit(TEN);

        assertThat(seen.away().orElseThrow()).contains("is away").doesNotContain("guess");
        assertThat(stateOf(seen)).isEqualTo("connection wrong_password");
    }

    @Test
    void whoeverIsNotLetInLearnsWhy() throws Exception {
        watching.with("pulse.postgres.db.name", "nowhere");
        assertThat(stateOf(watching.visit(TEN))).isEqualTo("connection no_database");

        var closed = new Watching(server.port())
                .with("pulse.postgres.db.name", "closed")
                .with("pulse.postgres.db.user", "stranger")
                .with("pulse.postgres.db.password", "secret")
                .visit(TEN);
        assertThat(stateOf(closed)).isEqualTo("connection no_rights");
        assertThat(closed.away().orElseThrow()).endsWith("run GRANT CONNECT ON DATABASE closed TO stranger");
    }

    @Test
    void aServerThatIsAwayIsAnAnswer() throws Exception {
        watching.with("pulse.postgres.db.port", Integer.toString(Versions.freePort()));

        var seen = watching.visit(TEN);

        assertThat(seen.away().orElseThrow()).endsWith("and PULSE_POSTGRES_DB_HOST and PULSE_POSTGRES_DB_PORT");
        assertThat(stateOf(seen)).isEqualTo("connection down");
        assertThat(seen.readings()).isEmpty();
    }

    @Test
    void oneThatAcceptsAndNeverAnswersIsAway() throws Exception { // PG-07
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            watching.with("pulse.postgres.db.port", Integer.toString(silent.getLocalPort()))
                    .with("pulse.postgres.connect.timeout", "1s");

            assertThat(stateOf(watching.visit(TEN))).isEqualTo("connection down");
        }
    }

    private static String stateOf(Watching.Seen seen) {
        var state = seen.body("postgresql.server").at("/states/0");
        return state.get("part").textValue() + " " + state.get("state").textValue();
    }

    private List<Integer> ours() throws SQLException {
        try (var statement = admin.createStatement();
                var rows = statement.executeQuery(
                        "SELECT pid FROM pg_stat_activity WHERE application_name = 'pulsefleet-pg-stat'")) {
            var pids = new ArrayList<Integer>();
            while (rows.next()) {
                pids.add(rows.getInt(1));
            }
            return pids;
        }
    }

    private static Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(database), Scratch.SUPERUSER, "");
    }

    private static void execute(Connection connection, String... statements) throws SQLException {
        try (var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
