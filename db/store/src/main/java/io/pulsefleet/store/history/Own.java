package io.pulsefleet.store.history;

import java.sql.Connection;
import java.sql.SQLException;

/** Transactions on a connection of one's own. */
final class Own {

    private Own() {}

    /** Each statement sees what was committed before it, whatever the server's default is: locks come before looks. */
    static Connection begin(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED");
        }
        return connection;
    }

    /** What was not committed is undone. A connection that is gone has nothing left to undo. */
    static void end(Connection connection) throws SQLException {
        if (!connection.isClosed()) {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }
}
