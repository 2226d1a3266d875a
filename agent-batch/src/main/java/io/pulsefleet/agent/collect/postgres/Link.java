package io.pulsefleet.agent.collect.postgres;

import io.pulsefleet.agent.collect.jdbc.PostgresDoor;
import io.pulsefleet.agent.collect.jdbc.Target;
import io.pulsefleet.wire.postgres.OwnStatements;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postgresql.PGStatement;

/**
 * A connection to a watched server, kept from one visit to the next.
 *
 * <p>(1) It can only read, each question is a transaction of its own, and the server ends one that takes too long or waits
 * for a lock. (2) An answer has at most so many rows and bytes. (3) It bears our name.
 */
final class Link implements AutoCloseable {

    static final String APPLICATION = "pulsefleet-pg-stat";

    private static final String LARGEST_ANSWER = "32M";

    /** In the driver's words: prepared, and in binary, from the first time on. */
    private static final int BINARY_AT_ONCE = -1;

    private static final int ROWS_AT_ONCE = 500;

    private final Connection connection;

    private Link(Connection connection) {
        this.connection = connection;
    }

    /** Reads one row. */
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Looks at one row of many. */
    interface RowVisitor {
        void visit(ResultSet row) throws SQLException;
    }

    /** @throws SQLException when nobody is there, or does not let us in */
    static Link open(Target target, Guards guards) throws SQLException {
        var connection = new PostgresDoor(APPLICATION, guards.connect(), guards.silence(), LARGEST_ANSWER).open(target);
        try (var statement = connection.createStatement()) {
            statement.execute(guards.asSql(connection.getMetaData().getDatabaseMajorVersion()));
            return new Link(connection);
        } catch (SQLException | RuntimeException notReady) {
            connection.close();
            throw notReady;
        }
    }

    <T> List<T> ask(String sql, int mostRows, RowReader<T> reader) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.setMaxRows(mostRows);
            try (var rows = statement.executeQuery(OwnStatements.marked(sql))) {
                var all = new ArrayList<T>();
                while (rows.next()) {
                    all.add(reader.read(rows));
                }
                return all;
            }
        }
    }

    /**
     * For an answer of many thousands of rows: numbers come as they are, and not as text, and never more than some hundreds
     * of rows are held. The server keeps the question from one visit to the next.
     */
    void askMany(String sql, int mostRows, RowVisitor visitor) throws SQLException {
        connection.setAutoCommit(false);
        try (var statement = connection.prepareStatement(OwnStatements.marked(sql))) {
            statement.unwrap(PGStatement.class).setPrepareThreshold(BINARY_AT_ONCE);
            statement.setMaxRows(mostRows);
            statement.setFetchSize(ROWS_AT_ONCE);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    visitor.visit(rows);
                }
            }
        } finally {
            endTransaction();
        }
    }

    /** Nothing was changed in it. On a connection that is lost there is none to be ended, and whoever asks next is told so. */
    private void endTransaction() throws SQLException {
        if (!connection.isClosed()) {
            connection.rollback();
            connection.setAutoCommit(true);
        }
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

    static Optional<Instant> moment(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
