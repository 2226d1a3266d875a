package io.pulsefleet.agent.collect.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** A session with PostgreSQL 12 or newer, or with what speaks like it; a pooler between is no hindrance. */
record PostgresSession(Limits limits) implements Link.Session {

    static Connection connect(Target target, Limits limits) throws SQLException {
        var how = new Properties();
        PGProperty.USER.set(how, target.user());
        PGProperty.PASSWORD.set(how, target.password());
        PGProperty.SSL_MODE.set(how, target.tls().libpqName());
        PGProperty.GSS_ENC_MODE.set(how, "disable");
        PGProperty.APPLICATION_NAME.set(how, Link.APPLICATION);
        PGProperty.CONNECT_TIMEOUT.set(how, seconds(limits.connect().toSeconds()));
        PGProperty.LOGIN_TIMEOUT.set(how, seconds(limits.connect().toSeconds()));
        PGProperty.SOCKET_TIMEOUT.set(how, seconds(limits.silence().toSeconds()));
        PGProperty.PREPARE_THRESHOLD.set(how, 0);
        PGProperty.MAX_RESULT_BUFFER.set(how, "8M");
        return new Driver()
                .connect("jdbc:postgresql://" + target.host() + ":" + target.port() + "/" + target.database(), how);
    }

    @Override
    public void begin(Connection connection) throws SQLException {
        connection.setReadOnly(true);
        connection.setAutoCommit(false);
    }

    @Override
    public void beginTransaction(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("SET LOCAL statement_timeout = " + limits.query().toMillis()
                    + "; SET LOCAL lock_timeout = " + limits.lock().toMillis() + "; SET LOCAL TIME ZONE 'UTC'");
        }
    }

    /** As timestamptz. */
    @Override
    public void bind(PreparedStatement statement, int index, Instant moment) throws SQLException {
        statement.setObject(index, moment.atOffset(ZoneOffset.UTC));
    }

    private static int seconds(long seconds) {
        return Math.toIntExact(Math.max(1, seconds));
    }
}
