package io.pulsefleet.store.history;

import java.sql.Connection;
import java.sql.SQLException;

/** Transactions on a connection of one's own. */
final class Own {

    private Own() {}

    static Connection begin(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
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
