package io.pulsefleet.agent.collect.postgres;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pulsefleet.embedded.Scratch;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three databases of one server. PG-07 */
class ClusterTest {

    private static final Instant TEN = Instant.parse("2026-11-21T10:00:00Z");

    @TempDir
    static Path folder;

    private static Scratch server;

    private Watching watching;

    @BeforeAll
    static void start() throws Exception {
        server = Versions.start(
                Versions.EMBEDDED,
                folder,
                Map.of("autovacuum", "off", "shared_preload_libraries", "pg_stat_statements"));
        execute("postgres", "CREATE ROLE watcher LOGIN PASSWORD 'secret' IN ROLE pg_read_all_stats");
        for (var database : new String[] {"one", "two", "three"}) {
            execute("postgres", "CREATE DATABASE " + database);
            execute(database, "CREATE EXTENSION pg_stat_statements", "CREATE TABLE stones (id int)");
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void aWatcherOfAllThree() {
        watching = new Watching(server.port()).with("pulse.postgres.targets", "one,two,three");
        for (var database : new String[] {"one", "two", "three"}) {
            var prefix = "pulse.postgres." + database + ".db.";
            watching.with(prefix + "host", "127.0.0.1")
                    .with(prefix + "port", Integer.toString(server.port()))
                    .with(prefix + "name", database)
                    .with(prefix + "user", "watcher")
                    .with(prefix + "password", "secret");
        }
    }

    @AfterEach
    void leave() throws Exception {
        watching.close();
        execute("postgres", "ALTER DATABASE one WITH ALLOW_CONNECTIONS true");
    }

    private Map<String, Watching.Seen> visitAll(Instant at) throws Exception {
        var seen = new TreeMap<String, Watching.Seen>();
        for (var target : new String[] {"three", "two", "one"}) {
            seen.put(target, watching.visit(target, at));
        }
        return seen;
    }

    @Test
    void whatIsTheSameFromEachIsAskedOnce() throws Exception {
        visitAll(TEN);
        execute("one", "SELECT pg_stat_statements_reset()");
        visitAll(TEN.plusSeconds(60));

        assertThat(calls("%FROM pg_stat_activity%ORDER BY wait_event_type%")).isEqualTo(1);
        assertThat(calls("%FROM pg_stat_statements(%) AS s%")).isEqualTo(1);
        assertThat(calls("%FROM pg_stat_wal")).isEqualTo(1);
        assertThat(calls("%FROM pg_stat_io%")).isEqualTo(1);
        assertThat(calls("%FROM pg_stat_database%blks_hit%") + calls("%blks_hit%FROM pg_stat_database%"))
                .isEqualTo(1);
    }

    private static long calls(String like) throws SQLException {
        try (var connection = connect("one");
                var statement = connection.prepareStatement(
                        "SELECT coalesce(sum(calls), 0) FROM pg_stat_statements WHERE query LIKE ? AND query NOT LIKE '%coalesce(sum(calls)%'")) {
            statement.setString(1, like);
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    @Test
    void oneTellsOfTheServerAndEachOtherOfItsOwnDatabase() throws Exception {
        visitAll(TEN);
        var seen = visitAll(TEN.plusSeconds(60));

        assertThat(databases(seen.get("one"))).isEqualTo("one postgres three two");
        assertThat(databases(seen.get("two"))).isEqualTo("two");
        assertThat(databases(seen.get("three"))).isEqualTo("three");
        assertThat(seen.get("two").number("postgresql.connections{state=\"active\"}"))
                .isEqualTo(seen.get("one").number("postgresql.connections{state=\"active\"}"));
        assertThat(seen.get("one").numbers(reading -> reading.startsWith("postgresql.io.")))
                .isNotEmpty();
        assertThat(seen.get("two").numbers(reading -> reading.startsWith("postgresql.io.")))
                .isEmpty();
        assertThat(seen.values())
                .allSatisfy(each -> assertThat(each.number("pulsefleet.postgresql.parts.unwell"))
                        .isZero());
        try (var busy = connect("two")) {
            var third = visitAll(TEN.plusSeconds(120));
            assertThat(busy.isValid(1)).isTrue();
            assertThat(sessions(third.get("one"))).isEqualTo("one two"); // who asks does not see itself
            assertThat(sessions(third.get("two"))).isEqualTo("two");
        }
    }

    private static String databases(Watching.Seen seen) {
        return seen.readings().stream()
                .filter(reading -> reading.position().metric().equals("postgresql.commits"))
                .map(reading -> reading.position().labels().get("database"))
                .sorted()
                .collect(joining(" "));
    }

    private static String sessions(Watching.Seen seen) {
        return values(seen.body("postgresql.activity").get("sessions"), "datname");
    }

    private static String values(JsonNode all, String field) {
        return StreamSupport.stream(all.spliterator(), false)
                .map(each -> each.path(field).asText())
                .distinct()
                .sorted()
                .collect(joining(" "));
    }

    @Test
    void aVisitOfOneBetweenTheOthersLosesNoStatementOfTheirs() throws Exception {
        visitAll(TEN);
        execute("two", "SELECT upper('x')");
        execute("three", "SELECT reverse('x')");
        watching.visit("three", TEN.plusSeconds(61));
        execute("two", "SELECT initcap('x')");
        var seen = visitAll(TEN.plusSeconds(120));

        assertThat(texts(seen.get("two")))
                .contains("SELECT upper(")
                .contains("SELECT initcap(")
                .doesNotContain("SELECT reverse(");
        assertThat(texts(seen.get("one")))
                .contains("SELECT upper(")
                .contains("SELECT initcap(")
                .contains("SELECT reverse(");
        assertThat(texts(seen.get("three"))).doesNotContain("SELECT initcap(").doesNotContain("SELECT reverse(");
    }

    private static String texts(Watching.Seen seen) {
        return values(seen.body("postgresql.statements").get("statements"), "query");
    }

    @Test
    void whereTheFirstIsAwayTheNextOneTellsOfTheServer() throws Exception {
        visitAll(TEN);
        execute(
                "postgres",
                "ALTER DATABASE one WITH ALLOW_CONNECTIONS false",
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'one'");
        visitAll(TEN.plusSeconds(60));
        var seen = visitAll(TEN.plusSeconds(120));

        assertThat(seen.get("one").away()).isPresent();
        assertThat(databases(seen.get("two"))).isEqualTo("one postgres three two");
        assertThat(databases(seen.get("three"))).isEqualTo("three");
    }

    @Test
    void whoeverIsBlockedLooksForItself() throws Exception { // PG-06
        visitAll(TEN);
        visitAll(TEN.plusSeconds(30));
        assertThat(spared("one")).isTrue();
        assertThat(spared("two")).isTrue();
        assertThat(spared("three")).as("it came first, and looked").isFalse();
        try (var holder = connect("two");
                var waiter = connect("two")) {
            execute(holder, "BEGIN", "LOCK TABLE stones");
            var waiting = CompletableFuture.runAsync(() -> {
                try {
                    execute(waiter, "SELECT count(*) FROM stones");
                } catch (SQLException cancelled) {
                    assertThat(cancelled.getMessage()).contains("cancel");
                }
            });
            awaitALockIsWaitedFor();

            var seen = visitAll(TEN.plusSeconds(60));
            var again = visitAll(TEN.plusSeconds(120));
            assertThat(spared("three")).isTrue();
            assertThat(spared("two")).isFalse();

            assertThat(seen.get("two")
                            .body("postgresql.locks")
                            .at("/locks/0/blocked_pid")
                            .isInt())
                    .isTrue();
            assertThat(again.get("two")
                            .body("postgresql.locks")
                            .at("/locks/0/relation")
                            .asText())
                    .isEqualTo("public.stones");
            assertThat(again.get("three").body("postgresql.locks").get("locks")).isEmpty();
            execute("postgres", "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock'");
            waiting.join();
            execute(holder, "ROLLBACK");
        }
    }

    private boolean spared(String target) {
        return watching.collector().glanceSpared(target).isPresent();
    }

    private static void awaitALockIsWaitedFor() throws SQLException {
        execute("postgres", """
                DO $$ BEGIN
                  WHILE NOT EXISTS (SELECT FROM pg_locks WHERE NOT granted) LOOP
                    PERFORM pg_sleep(0.01); PERFORM pg_stat_clear_snapshot();
                  END LOOP;
                END $$""");
    }

    private static Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(database), Scratch.SUPERUSER, "");
    }

    private static void execute(String database, String... statements) throws SQLException {
        try (var connection = connect(database)) {
            execute(connection, statements);
        }
    }

    private static void execute(Connection connection, String... statements) throws SQLException {
        try (var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
