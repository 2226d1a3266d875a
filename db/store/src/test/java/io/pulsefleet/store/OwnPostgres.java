package io.pulsefleet.store;

import io.pulsefleet.embedded.Postgres;
import io.pulsefleet.store.schema.Schema;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A database of one's own with our tables, on a real PostgreSQL. All test classes share a server, and each has a copy of the
 * one database that was migrated:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final OwnPostgres postgres = new OwnPostgres();
 * }</pre>
 *
 * <p>Whoever harms its server, or measures, has one of its own: {@link #startIn}.
 */
public final class OwnPostgres implements BeforeAllCallback, AutoCloseable {

    private static final String PASSWORD = "test";
    private static final int LOOKS_AT_MOST = 2_000;

    private Postgres server;
    private Postgres.Place place;
    private Database database;

    public OwnPostgres() {}

    /** With a server of its own. */
    public static OwnPostgres startIn(Path folder) throws Exception {
        var own = new OwnPostgres();
        own.place = placeIn(folder, "");
        own.server = Postgres.start(own.place);
        own.database = at(own.server.jdbcUrl());
        new Schema(own.database).migrate();
        return own;
    }

    @Override
    public void beforeAll(ExtensionContext test) {
        var shared = test.getRoot()
                .getStore(Namespace.create(OwnPostgres.class))
                .getOrComputeIfAbsent(SharedServer.class, key -> SharedServer.start(), SharedServer.class);
        database = at(shared.anotherDatabase());
    }

    /** The server, and what every database on it is a copy of. */
    private static final class SharedServer implements AutoCloseable {

        private final Postgres server;
        private int databases;

        private SharedServer(Postgres server) {
            this.server = server;
        }

        static SharedServer start() {
            try {
                var server = Postgres.start(placeIn(
                        Files.createTempDirectory(Files.createDirectories(Path.of("target/postgres")), "shared"),
                        "ALTER ROLE " + Postgres.USER + " CREATEDB"));
                new Schema(at(server.jdbcUrl())).migrate();
                return new SharedServer(server);
            } catch (Exception cannot) {
                throw new IllegalStateException("the tests' PostgreSQL does not start", cannot);
            }
        }

        String anotherDatabase() {
            var name = "copy_" + ++databases;
            try (var connection = DriverManager.getConnection(server.jdbcUrl(), Postgres.USER, PASSWORD);
                    var statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE " + name + " TEMPLATE " + Postgres.DATABASE);
                return "jdbc:postgresql://127.0.0.1:" + server.port() + "/" + name;
            } catch (SQLException refused) {
                throw new IllegalStateException(refused);
            }
        }

        @Override
        public void close() {
            server.close();
        }
    }

    /** @param onceMade what a superuser runs */
    private static Postgres.Place placeIn(Path folder, String onceMade) throws Exception {
        int port;
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        return new Postgres.Place(
                folder.resolve("data"),
                Path.of("target/programs"),
                port,
                PASSWORD,
                new Postgres.Purpose(Postgres.DATABASE, Map.of(), onceMade));
    }

    private static Database at(String url) {
        var source = new PGSimpleDataSource();
        source.setUrl(url);
        source.setUser(Postgres.USER);
        source.setPassword(PASSWORD);
        return new Database(source);
    }

    public Database database() {
        return database;
    }

    /** The first column of all rows. */
    public List<String> query(String sql) throws SQLException {
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

    public void execute(String sql) throws SQLException {
        try (var connection = database.connection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /**
     * Returns as soon as a statement waits for a lock. Where none ever does, this ends too.
     *
     * @param like a pattern of its text
     */
    public void awaitHeldUp(String like) throws SQLException {
        for (var look = 0; look < LOOKS_AT_MOST; look++) {
            if (!query("SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
                            + " AND wait_event_type = 'Lock' AND query LIKE '" + like + "'")
                    .isEmpty()) {
                return;
            }
            Thread.onSpinWait();
        }
        throw new AssertionError("nobody is held up at " + like);
    }

    /** Kills the server of its own, as when the power fails. */
    public void kill() throws Exception {
        var postmaster = ProcessHandle.of(server.pid()).orElseThrow();
        postmaster.destroyForcibly();
        postmaster.onExit().get();
        server.close();
    }

    /** After that; it recovers. */
    public void startAgain() {
        server = Postgres.start(place);
    }

    @Override
    public void close() {
        server.close();
    }
}
