package io.pulsefleet.store;

import io.pulsefleet.embedded.Postgres;
import io.pulsefleet.store.schema.Schema;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.ds.PGSimpleDataSource;

/** A real PostgreSQL with our tables, for one test class. */
public final class OwnPostgres implements AutoCloseable {

    private final Postgres postgres;
    private final Database database;

    private OwnPostgres(Postgres postgres) {
        this.postgres = postgres;
        var source = new PGSimpleDataSource();
        source.setUrl(postgres.jdbcUrl());
        source.setUser(Postgres.USER);
        source.setPassword("test");
        database = new Database(source);
    }

    public static OwnPostgres startIn(Path folder) throws Exception {
        int port;
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        var postgres =
                Postgres.start(new Postgres.Place(folder.resolve("data"), Path.of("target/programs"), port, "test"));
        var started = new OwnPostgres(postgres);
        new Schema(started.database).migrate();
        return started;
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

    @Override
    public void close() {
        postgres.close();
    }
}
