package io.pulsefleet.agent.collect.sql;

import io.pulsefleet.agent.collect.jdbc.PostgresDoor;
import io.pulsefleet.agent.collect.jdbc.Target;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;

/** A session with PostgreSQL 12 or newer, or with what speaks like it; a pooler between is no hindrance. */
record PostgresSession(Limits limits) implements Link.Session {

    static Connection connect(Target target, Limits limits) throws SQLException {
        return new PostgresDoor(Link.APPLICATION, limits.connect(), limits.silence(), "8M").open(target);
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
}
