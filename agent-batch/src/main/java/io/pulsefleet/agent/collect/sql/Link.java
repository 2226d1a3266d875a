package io.pulsefleet.agent.collect.sql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.pulsefleet.agent.collect.jdbc.Dialect;
import io.pulsefleet.agent.collect.jdbc.Target;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * One connection to one database, for questions that are answered by one value.
 *
 * <p>(1) Each question is a transaction of its own, read-only, with time-outs for statement and lock, and rolled back. (2)
 * Only the first row is fetched. A text that is too long is an error; PostgreSQL's driver stops reading it at a few
 * megabytes, MariaDB's reads it to its end first. (3) The session's time zone is UTC, so that a
 * window's ends mean the same in columns with and without a time zone. (4) It bears our name.
 */
final class Link implements AutoCloseable {

    static final String APPLICATION = "pulsefleet-queries";

    private static final int LONGEST_TEXT = 100_000;

    private final Connection connection;
    private final Session session;

    /** What differs from one kind of server to another. */
    interface Session {

        /** Once. */
        void begin(Connection connection) throws SQLException;

        /** Before each question. */
        void beginTransaction(Connection connection) throws SQLException;

        void bind(PreparedStatement statement, int index, Instant moment) throws SQLException;
    }

    private Link(Connection connection, Session session) {
        this.connection = connection;
        this.session = session;
    }

    /** @throws SQLException when nobody is there, or does not let us in */
    static Link open(Target target, Limits limits) throws SQLException {
        var session = target.dialect() == Dialect.POSTGRESQL ? new PostgresSession(limits) : new MysqlSession(limits);
        var connection = target.dialect() == Dialect.POSTGRESQL
                ? PostgresSession.connect(target, limits)
                : MysqlSession.connect(target, limits);
        try {
            session.begin(connection);
            return new Link(connection, session);
        } catch (SQLException | RuntimeException notReady) {
            connection.close();
            throw notReady;
        }
    }

    /** The first value of the first row; empty where there is no row. */
    Optional<JsonNode> ask(ReadOnlySql sql, Window window) throws SQLException {
        try {
            session.beginTransaction(connection);
            return answer(sql, window);
        } finally {
            rollback();
        }
    }

    /** The server's, as it says it itself; asked like any question. */
    String version() throws SQLException {
        try {
            session.beginTransaction(connection);
            try (var statement = connection.createStatement();
                    var row = statement.executeQuery("SELECT version()")) {
                row.next();
                return row.getString(1);
            }
        } finally {
            rollback();
        }
    }

    private Optional<JsonNode> answer(ReadOnlySql sql, Window window) throws SQLException {
        try (var statement = connection.prepareStatement(sql.text())) {
            statement.setMaxRows(1);
            for (int i = 0; i < sql.edges().size(); i++) {
                var moment = sql.edges().get(i) == ReadOnlySql.Edge.START ? window.start() : window.end();
                session.bind(statement, i + 1, moment);
            }
            try (var rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(value(rows)) : Optional.empty();
            }
        }
    }

    /** Numbers and truth values as such; all else as the server writes it. */
    private static JsonNode value(ResultSet row) throws SQLException {
        var value = row.getObject(1);
        if (value == null) {
            return NullNode.instance;
        }
        if (value instanceof Boolean truth) {
            return BooleanNode.valueOf(truth);
        }
        if (value instanceof Float || value instanceof Double) {
            var number = ((Number) value).doubleValue();
            return Double.isFinite(number) ? DoubleNode.valueOf(number) : TextNode.valueOf(Double.toString(number));
        }
        if (value instanceof Number number) {
            var exact = new BigDecimal(number.toString());
            return exact.scale() <= 0 && exact.precision() <= 18
                    ? LongNode.valueOf(exact.longValueExact())
                    : DecimalNode.valueOf(exact);
        }
        var text = row.getString(1);
        if (text.length() > LONGEST_TEXT) {
            throw new SQLException(
                    "its answer has %d characters, which is more than %d".formatted(text.length(), LONGEST_TEXT));
        }
        return TextNode.valueOf(text);
    }

    /** Whether after this nothing more can be asked: the server went, or threw us out. */
    boolean isLostBy(SQLException failure) {
        var state = failure.getSQLState() == null ? "" : failure.getSQLState();
        try {
            return state.startsWith("08") || state.startsWith("57P") || connection.isClosed();
        } catch (SQLException alsoLost) {
            return true;
        }
    }

    /** It is its query's fault, although the driver hangs up on it. */
    static boolean isAnswerTooLarge(SQLException failure) {
        return String.valueOf(failure.getMessage()).contains("maxResultBuffer");
    }

    private void rollback() throws SQLException {
        if (!connection.isClosed()) {
            connection.rollback();
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    static LocalDateTime inUtc(Instant moment) {
        return LocalDateTime.ofInstant(moment, ZoneOffset.UTC);
    }
}
