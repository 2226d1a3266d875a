package io.pulsefleet.e2e.shop;

import java.sql.Connection;
import java.sql.SQLException;

/** A connection that is kept from one request to the next, as a pool does it; one that broke is opened anew. */
final class Session implements AutoCloseable {

    private final Door door;
    private Connection connection;

    Session(Door door) {
        this.door = door;
    }

    /** What a request does there. */
    @FunctionalInterface
    interface Work {
        void in(Connection connection) throws SQLException;
    }

    /** In one transaction, under this name. It is rolled back when the work fails. */
    synchronized void transaction(String name, Work work) throws SQLException {
        if (connection == null || connection.isClosed()) {
            connection = door.open(name);
            connection.setAutoCommit(false);
        }
        connection.setClientInfo("ApplicationName", name);
        try {
            work.in(connection);
            connection.commit();
        } catch (SQLException failed) {
            rollBack(failed);
            throw failed;
        }
    }

    private void rollBack(SQLException why) {
        try {
            connection.rollback();
        } catch (SQLException broken) {
            why.addSuppressed(broken);
        }
    }

    @Override
    public synchronized void close() throws SQLException {
        if (connection != null) {
            connection.close();
        }
    }
}
