package io.pulsefleet.hub;

import io.pulsefleet.embedded.Postgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** A PostgreSQL for all tests of a run that have a server; the other tests get none. */
public final class ItDatabase implements LauncherSessionListener {

    private static final String PORT = System.getProperty("it.db.port", "");

    private static Postgres postgres;

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        if (!PORT.isEmpty()) {
            postgres = Postgres.start(place());
        }
    }

    private static Postgres.Place place() {
        var target = Path.of("target").toAbsolutePath();
        return new Postgres.Place(
                target.resolve("it/postgres-" + PORT), target.resolve("programs"), Integer.parseInt(PORT), "it");
    }

    /** As an administrator does, without asking anybody. */
    public static void restart() {
        postgres.close();
        postgres = Postgres.start(place());
    }

    /** Beside the hub's. */
    public static Connection connect() throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(), Postgres.USER, "it");
    }

    public static void execute(String sql) throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of all rows. */
    public static List<String> rows(String sql) throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var all = new ArrayList<String>();
            while (rows.next()) {
                all.add(rows.getString(1));
            }
            return all;
        }
    }

    /** The first row's. */
    public static String value(String sql) throws SQLException {
        return rows(sql).get(0);
    }

    public static long number(String sql) throws SQLException {
        return Long.parseLong(value(sql));
    }

    @Override
    public void launcherSessionClosed(LauncherSession session) {
        if (postgres != null) {
            postgres.close();
        }
    }
}
