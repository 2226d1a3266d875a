package io.pulsefleet.agent.collect.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.embedded.Scratch;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.PGConnection;

/** What holds with each version that is supported, asked with no more rights than PG-15 says. */
class EveryVersionTest {

    private static final Instant TEN = Instant.parse("2026-11-21T10:00:00Z");

    @TempDir
    Path folder;

    static List<Integer> versions() {
        return Versions.all();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void everyQuestionIsAnsweredAsItsHeadSays(int version) throws Exception { // PG-12, PG-15
        try (var server = Versions.start(version, folder, Map.of("shared_preload_libraries", "pg_stat_statements"));
                var admin = admin(server);
                var watching = new Watching(server.port())
                        .with("pulse.postgres.db.user", "watcher")
                        .with("pulse.postgres.db.password", "secret")) {
            execute(
                    admin,
                    "CREATE ROLE watcher LOGIN PASSWORD 'secret'",
                    "GRANT pg_read_all_stats TO watcher",
                    "CREATE EXTENSION pg_stat_statements",
                    "CREATE TABLE orders (id int PRIMARY KEY, state text)",
                    "INSERT INTO orders SELECT i, 'open' FROM generate_series(1, 1000) AS i",
                    "CREATE INDEX orders_id ON orders (id)",
                    "DELETE FROM orders WHERE id > 500",
                    "SELECT pg_create_physical_replication_slot('standby', true)");

            var seen = watching.visit(TEN);

            assertThat(seen.away()).isEmpty();
            assertThat(watching.troubles.now()).isEmpty();
            assertThat(seen.asked())
                    .containsSubsequence(Questions.shipped().forVersion(version).stream()
                            .map(Question::name)
                            .toList())
                    .contains("activity");
            assertThat(seen.body("postgresql.server").get("major").intValue()).isEqualTo(version);
            var extension = extensionVersion(admin);
            var asked = Stream.concat(
                    Questions.shipped().forVersion(version).stream(),
                    Stream.of(
                            Questions.read("activity", version),
                            Questions.read("locks", version),
                            Questions.read("statements", extension)));
            for (var question : asked.toList()) {
                assertThat(columnsOf(admin, question))
                        .as(question.name())
                        .containsExactlyInAnyOrderElementsOf(told(question));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void statementsAreToldAsWhatTheyCostBetweenVisits(int version) throws Exception { // PG-02
        try (var server = Versions.start(version, folder, Map.of("shared_preload_libraries", "pg_stat_statements"));
                var admin = admin(server);
                var watching = new Watching(server.port())) {
            assertThat(watching.visit(TEN)
                            .body("postgresql.server")
                            .at("/states/0/state")
                            .textValue())
                    .isEqualTo("no_extension");
            execute(
                    admin,
                    "CREATE SCHEMA monitoring",
                    "CREATE EXTENSION pg_stat_statements SCHEMA monitoring",
                    "CREATE TABLE orders (id int)",
                    "INSERT INTO orders VALUES (1)",
                    "INSERT INTO orders VALUES (2)");

            assertThat(watching.visit(TEN.plusSeconds(60)).document("postgresql.statements"))
                    .as("there is nothing to compare with")
                    .isEmpty();
            assertThat(watching.troubles.now()).isEmpty();
            execute(
                    admin,
                    "INSERT INTO orders VALUES (3)",
                    "INSERT INTO orders VALUES (4)",
                    "INSERT INTO orders VALUES (5)");
            assertThat(callsOfInsert(watching.visit(TEN.plusSeconds(120)))).isEqualTo(3);
            assertThat(callsOfInsert(watching.visit(TEN.plusSeconds(180)))).isZero();

            execute(admin, "SELECT monitoring.pg_stat_statements_reset()");
            for (int i = 0; i < 9; i++) {
                execute(admin, "INSERT INTO orders VALUES (" + i + ")");
            }
            assertThat(callsOfInsert(watching.visit(TEN.plusSeconds(240))))
                    .as("reset, and more than before; one before 14 does not say when")
                    .isIn(version >= 14 ? List.of(9L) : List.of(9L, 4L));

            server.stop();
            server.start();
            try (var again = admin(server)) {
                execute(again, "INSERT INTO orders VALUES (3)");
                assertThat(callsOfInsert(watching.visit(TEN.plusSeconds(300))))
                        .as("a restart keeps them")
                        .isEqualTo(1);
            }
            server.kill();
            server.start();
            try (var again = admin(server)) {
                for (int i = 0; i < 20; i++) {
                    execute(again, "INSERT INTO orders VALUES (" + i + ")");
                }
                assertThat(callsOfInsert(watching.visit(TEN.plusSeconds(360))))
                        .as("a crash forgets them")
                        .isEqualTo(20);
            }
        }
    }

    private static long callsOfInsert(Watching.Seen seen) {
        for (var statement : seen.body("postgresql.statements").get("statements")) {
            if (statement.get("query").textValue().startsWith("INSERT INTO orders")) {
                assertThat(statement.get("datname").textValue()).isEqualTo("postgres");
                assertThat(statement.get("usename").textValue()).isEqualTo("postgres");
                assertThat(statement.get("total_exec_time").doubleValue()).isPositive();
                return statement.get("calls").longValue();
            }
        }
        return 0;
    }

    /** Who waits for whom, three deep, the middle one on a row and the last one on the table. */
    @ParameterizedTest
    @MethodSource("versions")
    void aChainOfLocksNamesItsRoot(int version) throws Exception { // PG-01, PG-05, PG-06
        try (var server = Versions.start(version, folder, Map.of());
                var root = admin(server);
                var middle = admin(server);
                var last = admin(server);
                var looking = admin(server);
                var watching = new Watching(server.port())) {
            execute(looking, "CREATE TABLE orders AS SELECT 1 AS id, 'open' AS state");
            assertThat(watching.visit(TEN).body("postgresql.locks")).hasToString("""
                    {"locks":[],"count":0,"has_blocking":false}""");
            execute(root, "SET application_name = 'shop:req-1'", "BEGIN", "UPDATE orders SET state = 'paid'");
            var second = later(middle, "SET application_name = 'shop:req-2'; UPDATE orders SET state = 'sent'");
            awaitLocks(looking, 1);
            var third = later(last, "LOCK TABLE orders");
            awaitLocks(looking, 2);

            var seen = watching.visit(TEN.plusSeconds(7));

            var locks = seen.body("postgresql.locks");
            assertThat(locks.get("count").intValue()).isEqualTo(2 + 1); // the last waits for both
            assertThat(locks.get("has_blocking").booleanValue()).isTrue();
            for (var lock : locks.get("locks")) {
                assertThat(lock.get("root_pid").intValue()).isEqualTo(pidOf(root));
                assertThat(lock.get("waitstart").textValue()).isNotEmpty();
            }
            var first = locks.at("/locks/0");
            assertThat(first.get("blocked_correlation_id").textValue()).isEqualTo("req-2");
            assertThat(first.get("blocking_correlation_id").textValue()).isEqualTo("req-1");
            assertThat(first.get("blocking_state").textValue()).isEqualTo("idle in transaction");
            assertThat(first.get("locktype").textValue()).isEqualTo("transactionid");
            assertThat(first.get("relation").textValue()).isEqualTo("public.orders");
            var activity = seen.body("postgresql.activity");
            assertThat(activity.get("count").intValue()).isEqualTo(4);
            assertThat(activity.get("with_correlation").intValue()).isEqualTo(2);
            execute(root, "ROLLBACK");
            second.get(10, TimeUnit.SECONDS);
            third.get(10, TimeUnit.SECONDS);
        }
    }

    private static CompletableFuture<Void> later(Connection connection, String sql) {
        return CompletableFuture.runAsync(() -> {
            try {
                connection.setAutoCommit(false);
                execute(connection, sql);
                connection.rollback();
            } catch (SQLException failed) {
                throw new IllegalStateException(failed);
            }
        });
    }

    /** There is nobody who would tell. That somebody waits is seen a moment later than the lock that is not granted. */
    private static void awaitLocks(Connection connection, int wanted) throws SQLException {
        var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        try (var statement = connection.createStatement()) {
            for (var waiting = 0; waiting < wanted; ) {
                assertThat(System.nanoTime()).as("in time").isLessThan(end);
                try (var rows = statement.executeQuery(
                        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND cardinality(pg_blocking_pids(pid)) > 0")) {
                    rows.next();
                    waiting = rows.getInt(1);
                }
            }
        }
    }

    private static int pidOf(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getBackendPID();
    }

    private static List<String> told(Question question) {
        var columns = new ArrayList<>(question.labels());
        question.numbers().forEach(number -> columns.add(number.column()));
        columns.addAll(question.fields());
        return columns;
    }

    private static int extensionVersion(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "SELECT substr(extversion, 3)::int FROM pg_extension WHERE extname = 'pg_stat_statements'")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static List<String> columnsOf(Connection connection, Question question) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(question.sql())) {
            var columns = new ArrayList<String>();
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                columns.add(rows.getMetaData().getColumnName(i));
            }
            return columns;
        }
    }

    private static Connection admin(Scratch server) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl("postgres"), Scratch.SUPERUSER, "");
    }

    private static void execute(Connection connection, String... statements) throws SQLException {
        try (var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
