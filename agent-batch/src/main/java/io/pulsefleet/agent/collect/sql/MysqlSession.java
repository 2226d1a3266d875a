package io.pulsefleet.agent.collect.sql;

import io.pulsefleet.agent.collect.jdbc.Target;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import java.util.Properties;
import org.mariadb.jdbc.Driver;

/** A session with MySQL 8 or newer, or MariaDB. */
record MysqlSession(Limits limits) implements Link.Session {

    static Connection connect(Target target, Limits limits) throws SQLException {
        return switch (target.tls()) {
            case DISABLE -> connect(target, limits, "disable");
            case REQUIRE -> connect(target, limits, "trust");
            case PREFER -> preferTls(target, limits);
        };
    }

    /** The driver does not look first what the server offers. */
    private static Connection preferTls(Target target, Limits limits) throws SQLException {
        try {
            return connect(target, limits, "trust");
        } catch (SQLException refused) {
            if (!String.valueOf(refused.getMessage()).toLowerCase(Locale.ROOT).contains("ssl")) {
                throw refused;
            }
            return connect(target, limits, "disable");
        }
    }

    private static Connection connect(Target target, Limits limits, String sslMode) throws SQLException {
        var how = new Properties();
        how.setProperty("user", target.user());
        how.setProperty("password", target.password());
        how.setProperty("sslMode", sslMode);
        how.setProperty("allowPublicKeyRetrieval", Boolean.toString(sslMode.equals("disable")));
        how.setProperty("allowLocalInfile", "false");
        how.setProperty("tinyInt1isBit", "false");
        how.setProperty("connectionAttributes", "program_name:" + Link.APPLICATION);
        how.setProperty("connectTimeout", Long.toString(limits.connect().toMillis()));
        how.setProperty("socketTimeout", Long.toString(limits.silence().toMillis()));
        return new Driver()
                .connect("jdbc:mariadb://" + target.host() + ":" + target.port() + "/" + target.database(), how);
    }

    /** Only the first row is wanted; MySQL would send all of them, whatever the driver is told. */
    @Override
    public void begin(Connection connection) throws SQLException {
        var isMariaDb = connection
                .getMetaData()
                .getDatabaseProductVersion()
                .toLowerCase(Locale.ROOT)
                .contains("mariadb");
        var seconds = Math.max(1, limits.lock().toSeconds());
        try (var statement = connection.createStatement()) {
            statement.execute("SET SESSION time_zone = '+00:00', sql_select_limit = 1, lock_wait_timeout = " + seconds
                    + ", innodb_lock_wait_timeout = " + seconds
                    + (isMariaDb
                            ? ", max_statement_time = " + limits.query().toMillis() / 1e3
                            : ", max_execution_time = " + limits.query().toMillis()));
        }
        connection.setAutoCommit(false);
    }

    @Override
    public void beginTransaction(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("START TRANSACTION READ ONLY");
        }
    }

    /** There is no timestamptz; the session is in UTC. */
    @Override
    public void bind(PreparedStatement statement, int index, Instant moment) throws SQLException {
        statement.setObject(index, Link.inUtc(moment));
    }
}
