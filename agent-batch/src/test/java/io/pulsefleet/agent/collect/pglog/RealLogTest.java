package io.pulsefleet.agent.collect.pglog;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefleet.embedded.Postgres;
import io.pulsefleet.wire.postgres.LogEntries.Entry;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real PostgreSQL 18 writes in all three formats while its files rotate at every other entry: PG-03, PG-05. */
class RealLogTest {

    /** With what stands around names in names as well, and blanks and a percent sign. */
    private static final String NASTY = "%%<%e>%m|%q%u@%d/%r[%a]:%b %10p %-8l {%v} %x %Q ";

    private static final Pattern ROTATED = Pattern.compile("pg-.*\\.(log|csv|json)");

    /** Told by the server and not by us; how often is its own matter. */
    private static final Set<String> OFTEN = Set.of(
            "checkpoint", "disconnection", "connection_received", "connection_authorized", "background_worker_ended");

    @TempDir
    Path folder;

    private Postgres postgres;

    @Test
    void everyEventThatWasProvokedIsToldOnceInEachFormat() throws Exception {
        var place = new Postgres.Place(folder.resolve("data"), Path.of("target/programs"), freePort(), "test");
        Postgres.start(place).close();
        Files.writeString(folder.resolve("data/postgresql.conf"), """

                logging_collector = on
                log_destination = 'stderr,csvlog,jsonlog'
                log_directory = 'log'
                log_filename = 'pg-%Y%m%d_%H%M%S.log'
                log_rotation_size = 1kB
                log_file_mode = 0644
                log_line_prefix = 'NASTY'
                log_lock_waits = on
                deadlock_timeout = 100ms
                log_temp_files = 0
                log_connections = on
                log_min_duration_statement = 1500
                compute_query_id = on
                """.replace("NASTY", NASTY), APPEND);
        var logs = List.of(logOf("*.log"), logOf("*.csv"), logOf("*.json"));

        postgres = Postgres.start(place);
        try {
            for (var log : logs) {
                log.visit();
            }
            provoke(logs);
        } finally {
            postgres.close();
        }
        for (var log : logs) {
            log.visit();
        }

        for (var log : logs) {
            assertThat(log.troubles).isEmpty();
            assertThat(provoked(log)).isEqualTo(expected());
            checkEntries(log);
        }
        assertThat(essence(logs.get(1))).as("jsonlog says what csvlog says").isEqualTo(essence(logs.get(2)));
        assertThat(messages(logs.get(0))).as("stderr says what csvlog says").isEqualTo(messages(logs.get(1)));
        try (var files = Files.list(folder.resolve("data/log"))) {
            assertThat(files.filter(file ->
                            ROTATED.matcher(file.getFileName().toString()).matches()))
                    .as("they were rotated")
                    .hasSizeGreaterThan(6);
        }
    }

    /** Each is read a while after it is written, and none is written while it is looked at. */
    private VisitedLog logOf(String files) throws IOException {
        Files.createDirectories(folder.resolve("data/log"));
        var log = new VisitedLog(() -> Instant.now().plusSeconds(5));
        log.given.put(
                "pulse.pg-log.files", folder.resolve("data/log").resolve(files).toString());
        log.given.put("pulse.pg-log.line.prefix", NASTY);
        log.given.put("pulse.pg-log.begin", "start");
        return log;
    }

    private void provoke(List<VisitedLog> logs) throws Exception {
        execute(
                "CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL CHECK (n > 0))",
                "INSERT INTO t VALUES (1, 1), (2, 1)");
        assertThatThrownBy(() -> execute("SELECT 1 FROM nowhere")).hasMessageContaining("nowhere");
        assertThatThrownBy(() -> execute("SELEC 1")).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> execute("INSERT INTO t VALUES (1, 1)")).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> execute("INSERT INTO t VALUES (3, NULL)")).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> execute("INSERT INTO t VALUES (3, 0)")).isInstanceOf(SQLException.class);
        visit(logs);
        assertThatThrownBy(() -> execute("SELECT 1/0,\n\t'a \"text\", with [all] of it'"))
                .isInstanceOf(SQLException.class);
        execute("SET work_mem = '64kB'; SELECT count(*) FROM (SELECT generate_series(1, 20000) n ORDER BY n DESC) s");
        execute("SELECT pg_sleep(2)");
        assertThatThrownBy(() -> execute("SET statement_timeout = 50; SELECT pg_sleep(5)"))
                .isInstanceOf(SQLException.class);
        visit(logs);
        assertThatThrownBy(() ->
                        DriverManager.getConnection(postgres.jdbcUrl() + "?sslmode=disable", Postgres.USER, "wrong"))
                .isInstanceOf(SQLException.class);
        assertThatThrownBy(
                        () -> DriverManager.getConnection(postgres.jdbcUrl() + "?sslmode=disable", "postgres", "wrong"))
                .isInstanceOf(SQLException.class);
        cancelOne();
        visit(logs);
        waitAndTimeOut();
        deadlock();
        visit(logs);
    }

    private static void visit(List<VisitedLog> logs) throws IOException {
        for (var log : logs) {
            log.visit();
            log.restart();
        }
    }

    private static Map<String, Long> expected() {
        return new TreeMap<>(Map.ofEntries(
                Map.entry("undefined_table", 1L),
                Map.entry("syntax_error", 1L),
                Map.entry("unique_violation", 1L),
                Map.entry("not_null_violation", 1L),
                Map.entry("check_violation", 1L),
                Map.entry("invalid_input", 1L),
                Map.entry("temporary_file", 1L),
                Map.entry("slow_statement", 1L),
                Map.entry("statement_timeout", 1L),
                Map.entry("authentication_failed", 1L),
                Map.entry("no_pg_hba_entry", 1L),
                Map.entry("statement_cancelled_by_user", 1L),
                Map.entry("lock_timeout", 1L),
                Map.entry("lock_wait", 2L),
                Map.entry("lock_not_acquired", 1L),
                Map.entry("lock_acquired", 1L),
                Map.entry("deadlock_detected", 1L),
                Map.entry("starting", 2L),
                Map.entry("ready_to_accept", 1L),
                Map.entry("shutdown", 3L)));
    }

    private static Map<String, Long> provoked(VisitedLog log) {
        return log.entries().stream()
                .filter(entry -> entry.event() != null && !OFTEN.contains(entry.event()))
                .collect(groupingBy(Entry::event, TreeMap::new, counting()));
    }

    private static void checkEntries(VisitedLog log) {
        var slow = only(log, "slow_statement");
        assertThat(slow.durationMs()).isGreaterThan(1500);
        assertThat(slow.statement()).isEqualTo("SELECT pg_sleep(2)");
        assertThat(slow.applicationName()).isEqualTo("my [app] x");
        assertThat(slow.userName()).isEqualTo("pulse");
        assertThat(slow.dbname()).isEqualTo("pulse");
        assertThat(slow.remoteHost()).isEqualTo("127.0.0.1");
        assertThat(slow.backendType()).isEqualTo("client backend");
        assertThat(slow.queryId()).isNotNull();
        assertThat(slow.pid()).isPositive();
        var divided = only(log, "invalid_input");
        assertThat(divided.stateCode()).isEqualTo("22012");
        assertThat(divided.statement()).isEqualTo("SELECT 1/0,\n\t'a \"text\", with [all] of it'");
        var deadlock = only(log, "deadlock_detected");
        assertThat(deadlock.correlationId()).isEqualTo("4711");
        assertThat(deadlock.detail()).contains("waits for ShareLock").hasLineCount(4);
        assertThat(deadlock.hint()).isEqualTo("See server log for query details.");
        assertThat(deadlock.context()).contains("in relation \"t\"");
    }

    private static Entry only(VisitedLog log, String event) {
        return log.entries().stream()
                .filter(entry -> event.equals(entry.event()))
                .findFirst()
                .orElseThrow();
    }

    /** But in which order files of the same moment were read. */
    private static Set<Entry> essence(VisitedLog log) {
        return new HashSet<>(log.entries());
    }

    private static Map<String, Long> messages(VisitedLog log) {
        return log.entries().stream()
                .filter(entry -> entry.userName() != null) // what is no session's is not all in all of them
                .map(entry -> entry.message().replaceFirst(" at character \\d+$", "")) // where csvlog has a column
                .collect(groupingBy(message -> message, TreeMap::new, counting()));
    }

    private void cancelOne() throws SQLException {
        try (var one = connect("psql");
                var other = connect("psql")) {
            var pid = pid(one);
            var slept = CompletableFuture.runAsync(() -> executeIn(one, "SELECT pg_sleep(60)"));
            while (!state(other, pid).startsWith("active")) {
                Thread.onSpinWait();
            }
            executeIn(other, "SELECT pg_cancel_backend(" + pid + ")");
            assertThatThrownBy(slept::join).isInstanceOf(CompletionException.class);
        }
    }

    private void waitAndTimeOut() throws SQLException {
        try (var holder = connect("psql");
                var waiter = connect("psql")) {
            holder.setAutoCommit(false);
            executeIn(holder, "UPDATE t SET n = 2 WHERE id = 1");
            assertThatThrownBy(() -> executeIn(waiter, "SET lock_timeout = 300; UPDATE t SET n = 3 WHERE id = 1"))
                    .isInstanceOf(CompletionException.class);
            holder.rollback();
        }
    }

    /** The one who looks last finds it, and is the victim: the other has looked before. */
    private void deadlock() throws SQLException {
        try (var one = connect("checkout:4711");
                var other = connect("checkout:4712");
                var looker = connect("psql")) {
            one.setAutoCommit(false);
            other.setAutoCommit(false);
            executeIn(other, "UPDATE t SET n = 5 WHERE id = 2");
            executeIn(one, "UPDATE t SET n = 4 WHERE id = 1");
            var pid = pid(other);
            var waits = CompletableFuture.runAsync(() -> executeIn(other, "UPDATE t SET n = 5 WHERE id = 1"));
            while (!state(looker, pid).equals("active Lock long")) {
                Thread.onSpinWait();
            }
            assertThatThrownBy(() -> executeIn(one, "UPDATE t SET n = 4 WHERE id = 2"))
                    .isInstanceOf(CompletionException.class);
            one.rollback();
            waits.join();
            other.rollback();
        }
    }

    private static int pid(Connection connection) throws SQLException {
        try (var rows = connection.createStatement().executeQuery("SELECT pg_backend_pid()")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static String state(Connection connection, int pid) throws SQLException {
        try (var rows = connection
                .createStatement()
                .executeQuery("SELECT concat_ws(' ', state, CASE WHEN wait_event_type = 'Lock' THEN 'Lock' END,"
                        + " CASE WHEN clock_timestamp() - query_start > '300 ms' THEN 'long' END)"
                        + " FROM pg_stat_activity WHERE pid = " + pid)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private void execute(String... statements) throws SQLException {
        try (var connection = connect("my [app] x");
                var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static void executeIn(Connection connection, String sql) {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new CompletionException(failed);
        }
    }

    /** In the simple protocol, so that a statement stands in the log as it was written. */
    private Connection connect(String application) throws SQLException {
        return DriverManager.getConnection(
                postgres.jdbcUrl() + "?preferQueryMode=simple&ApplicationName="
                        + URLEncoder.encode(application, StandardCharsets.UTF_8),
                Postgres.USER,
                "test");
    }

    private static int freePort() throws IOException {
        try (var free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }
}
