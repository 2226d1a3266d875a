package io.pulsefleet.e2e.bench;

import io.pulsefleet.e2e.Installation;
import io.pulsefleet.e2e.Ports;
import io.pulsefleet.embedded.Scratch;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A PostgreSQL server that is to be watched, as a user prepares it: the extension is there, and a role that may read all. */
record WatchedServer(Scratch server) implements AutoCloseable {

    static final String USER = "watcher";
    static final String PASSWORD = "secret";

    private static final int COLUMNS = 10;

    static WatchedServer start(Path folder, int mostSessions) throws SQLException {
        var settings = Map.of(
                "shared_preload_libraries", "pg_stat_statements",
                "pg_stat_statements.max", "12000",
                "shared_buffers", "64MB",
                "max_connections", Integer.toString(mostSessions));
        var server = new WatchedServer(
                Scratch.start(folder, Installation.ofBuild().postgres(), Optional.empty(), Ports.free(), settings));
        try (var connection = server.connect("postgres")) {
            execute(connection, "CREATE ROLE " + USER + " LOGIN PASSWORD '" + PASSWORD + "' IN ROLE pg_read_all_stats");
        }
        return server;
    }

    /** With so many tables of ten columns, of which {@link #statement} asks. */
    void createDatabase(String name, int tables) throws SQLException {
        try (var connection = connect("postgres")) {
            execute(connection, "CREATE DATABASE " + name);
        }
        try (var connection = connect(name)) {
            execute(connection, "CREATE EXTENSION pg_stat_statements");
            for (int i = 0; i < tables; i++) {
                execute(
                        connection,
                        "CREATE TABLE t" + i
                                + " (c0 int PRIMARY KEY, c1 int, c2 int, c3 int, c4 int, c5 int, c6 int, c7 int, c8 int, c9 int)");
            }
        }
    }

    /** A hundred to a table, each of which pg_stat_statements holds as one of its own. */
    static String statement(int number) {
        var within = number % (COLUMNS * COLUMNS);
        return "SELECT c%d FROM t%d WHERE c%d = 17"
                .formatted(within / COLUMNS, number / (COLUMNS * COLUMNS), within % COLUMNS);
    }

    Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(database), Scratch.SUPERUSER, "");
    }

    /** Of those who serve our own connections. */
    static List<Long> ourBackends(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "SELECT array_agg(pid) FROM pg_stat_activity WHERE application_name LIKE 'pulsefleet%'")) {
            rows.next();
            var pids = rows.getArray(1);
            return pids == null
                    ? List.of()
                    : List.of((Integer[]) pids.getArray()).stream()
                            .map(Integer::longValue)
                            .toList();
        }
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
