package io.pulsefleet.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresTest {

    private static final Path PROGRAMS = Path.of("target/programs");

    @TempDir
    Path folder;

    private Postgres.Place place;

    @BeforeEach
    void aPlaceOfItsOwn() throws IOException {
        place = place(freePort(), "first's");
    }

    @Test
    void keepsWhatItCommittedAndWritesItToDiskFirst() throws Exception {
        try (var postgres = Postgres.start(place);
                var connection = connect(postgres)) {
            assertThat(
                            query(
                                    connection,
                                    "SELECT name || '=' || setting FROM pg_settings WHERE name IN"
                                            + " ('fsync', 'synchronous_commit', 'full_page_writes', 'listen_addresses') ORDER BY name"))
                    .containsExactly(
                            "fsync=on", "full_page_writes=on", "listen_addresses=127.0.0.1", "synchronous_commit=on");
            put(connection, "kept");
        }
        try (var postgres = Postgres.start(place);
                var connection = connect(postgres)) {
            assertThat(query(connection, "SELECT word FROM words")).containsExactly("kept");
        }
    }

    @Test
    void recoversFromItsOwnKillMinusNine() throws Exception {
        for (var round = 1; round <= 3; round++) {
            var postgres = Postgres.start(place);
            try (var writer = connect(postgres);
                    var busy = connect(postgres)) {
                put(writer, "round " + round);
                busy.setAutoCommit(false);
                put(busy, "never committed");
                kill(postgres);
            }
            postgres.close();
        }

        try (var postgres = Postgres.start(place);
                var connection = connect(postgres)) {
            assertThat(query(connection, "SELECT word FROM words")).containsExactly("round 1", "round 2", "round 3");
        }
    }

    @Test
    void oneThatWasLeftOverIsAdopted() throws Exception {
        var abandoned = startInAnotherProcess(place);

        try (var postgres = Postgres.start(place);
                var connection = connect(postgres)) {
            assertThat(postgres.pid()).isEqualTo(abandoned);
            assertThat(query(connection, "SELECT 1")).containsExactly("1");
        }

        assertThat(Path.of("/proc", Long.toString(abandoned), "cwd").toFile().exists())
                .isFalse();
    }

    @Test
    void oneThatWasLeftOverOnAnotherPortMoves() throws Exception {
        startInAnotherProcess(place);

        try (var postgres = Postgres.start(place(freePort(), place.password()));
                var connection = connect(postgres)) {
            assertThat(query(connection, "SHOW port")).containsExactly(Integer.toString(postgres.port()));
        }
    }

    @Test
    void letsInByPasswordOnlyAndTakesANewOneAtItsStart() throws Exception {
        try (var postgres = Postgres.start(place)) {
            for (var wrong : List.of("pulse:wrong", "postgres:", "pulse:")) {
                var parts = wrong.split(":", 2);
                assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl(), parts[0], parts[1]))
                        .as(wrong)
                        .isInstanceOf(SQLException.class);
            }
        }
        try (var postgres = Postgres.start(place(place.port(), "second"));
                var connection = DriverManager.getConnection(postgres.jdbcUrl(), Postgres.USER, "second")) {
            assertThat(query(connection, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"))
                    .containsExactly("f");
        }
    }

    @Test
    void itsDataFolderHasOneOwner() {
        try (var postgres = Postgres.start(place)) {
            assertThatThrownBy(() -> Postgres.start(place))
                    .isInstanceOf(PostgresException.class)
                    .hasMessageContaining("in use");
            assertThat(postgres.isAlive()).isTrue();
        }
    }

    @Test
    void aTakenPortIsToldInItsWords() throws Exception {
        try (var taken = new ServerSocket(place.port(), 1, java.net.InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> Postgres.start(place(taken.getLocalPort(), "secret")))
                    .isInstanceOf(PostgresException.class)
                    .hasMessageContaining("Address already in use");
        }
        Postgres.start(place).close();
    }

    @Test
    void halfMadeDataIsMadeAgain() throws Exception {
        Files.createDirectories(folder.resolve("data.part/base"));

        try (var postgres = Postgres.start(place)) {
            assertThat(postgres.isAlive()).isTrue();
        }
        assertThat(folder.resolve("data.part")).doesNotExist();
    }

    @Test
    void isMadeForAnotherPurpose() throws Exception {
        var purpose = new Postgres.Purpose(
                "shop", Map.of("log_line_prefix", "%m %q%u@%d ", "log_lock_waits", "on", "fsync", "off"), """
                CREATE EXTENSION pg_stat_statements;

                CREATE ROLE watcher LOGIN PASSWORD 'other';
                GRANT pg_read_all_stats TO watcher;
                """);

        try (var shop = Postgres.start(
                        new Postgres.Place(folder.resolve("data"), PROGRAMS, place.port(), place.password(), purpose));
                var owner = DriverManager.getConnection(shop.jdbcUrl(), "shop", place.password());
                var watcher = DriverManager.getConnection(shop.jdbcUrl(), "watcher", "other")) {
            assertThat(query(
                            owner, "SELECT current_database() || ' ' || rolsuper FROM pg_roles WHERE rolname = 'shop'"))
                    .containsExactly("shop false");
            assertThat(query(owner, "SELECT extname FROM pg_extension ORDER BY 1"))
                    .containsExactly("pg_stat_statements", "plpgsql");
            assertThat(query(watcher, "SELECT pg_has_role('pg_read_all_stats', 'member')"))
                    .containsExactly("t");
            assertThat(query(
                            owner,
                            "SELECT name || '=' || setting FROM pg_settings WHERE name IN"
                                    + " ('fsync', 'log_line_prefix', 'log_lock_waits') ORDER BY name"))
                    .as("what our promises rest on is not for others to set")
                    .containsExactly("fsync=on", "log_line_prefix=%m %q%u@%d ", "log_lock_waits=on");
        }
    }

    @Test
    void whatASuperuserCannotDoIsSaidAndNothingIsLeft() {
        var purpose = new Postgres.Purpose("shop", Map.of(), "GRANT all_of_it TO shop;");

        assertThatThrownBy(() -> Postgres.start(
                        new Postgres.Place(folder.resolve("data"), PROGRAMS, place.port(), place.password(), purpose)))
                .isInstanceOf(PostgresException.class)
                .hasMessageContaining("all_of_it");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    private Postgres.Place place(int port, String password) {
        return new Postgres.Place(folder.resolve("data"), PROGRAMS, port, password);
    }

    /** As a stack that dies: it starts the server and is halted. Returns the postmaster's id. */
    private static long startInAnotherProcess(Postgres.Place place) throws Exception {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Abandoning.class.getName(),
                        place.data().toString(),
                        place.programs().toString(),
                        Integer.toString(place.port()),
                        place.password())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var out = process.inputReader()) {
            var pid = Long.parseLong(out.readLine());
            assertThat(process.waitFor()).isEqualTo(137);
            return pid;
        }
    }

    static final class Abandoning {
        public static void main(String[] place) {
            var postgres = Postgres.start(
                    new Postgres.Place(Path.of(place[0]), Path.of(place[1]), Integer.parseInt(place[2]), place[3]));
            System.out.println(postgres.pid());
            System.out.flush();
            Runtime.getRuntime().halt(137);
        }
    }

    private static void kill(Postgres postgres) {
        ProcessHandle.of(postgres.pid()).orElseThrow().destroyForcibly();
        while (postgres.isAlive()) {
            Thread.onSpinWait(); // it may stay in the process table: nothing tells of its end
        }
    }

    private Connection connect(Postgres postgres) throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(), Postgres.USER, place.password());
    }

    private static void put(Connection connection, String word) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS words (word text)");
            statement.execute("INSERT INTO words VALUES ('" + word + "')");
        }
    }

    private static List<String> query(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var all = new ArrayList<String>();
            while (rows.next()) {
                all.add(rows.getString(1));
            }
            return all;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
