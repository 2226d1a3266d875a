package io.pulsefleet.e2e.shop;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Three requests, each waiting for the one before: the first has changed a price and does not end.
 *
 * <pre>
 * first    UPDATE product n              idle in transaction: the root blocker
 * second   UPDATE product n+1, then n    waits for the first
 * third    UPDATE product n+1            waits for the second
 * </pre>
 *
 * <p>In {@link #close} the first one ends, and so do the others, one after the other.
 */
public final class LockChain implements AutoCloseable {

    private final List<Connection> connections = new ArrayList<>();
    private final List<CompletableFuture<Void>> waiting = new ArrayList<>();

    private LockChain() {}

    /**
     * @param names of the three, as {@code shop:req-7f3a}
     * @param product and the one behind it: below 10, those are not sold
     * @param executor two of whose threads wait until it is closed
     */
    public static LockChain begin(Door door, List<String> names, int product, Executor executor) throws SQLException {
        var chain = new LockChain();
        try {
            for (var name : names) {
                var connection = door.open(name);
                chain.connections.add(connection);
                connection.setAutoCommit(false);
            }
            changePrice(chain.connections.get(0), product);
            changePrice(chain.connections.get(1), product + 1);
            chain.letWait(chain.connections.get(1), product, executor);
            chain.letWait(chain.connections.get(2), product + 1, executor);
            return chain;
        } catch (SQLException | RuntimeException failed) {
            try (chain) {
                throw failed;
            }
        }
    }

    private void letWait(Connection connection, int product, Executor executor) {
        waiting.add(CompletableFuture.runAsync(
                () -> {
                    try {
                        changePrice(connection, product);
                        connection.rollback();
                    } catch (SQLException failed) {
                        throw new IllegalStateException(failed);
                    }
                },
                executor));
    }

    private static void changePrice(Connection connection, int product) throws SQLException {
        try (var update = connection.prepareStatement("UPDATE product SET price = price + 1 WHERE id = ?")) {
            update.setInt(1, product);
            update.executeUpdate();
        }
    }

    /** The server's process id of one of the three: 0 is the root blocker. */
    public int pid(int which) throws SQLException {
        return connections.get(which).unwrap(org.postgresql.PGConnection.class).getBackendPID();
    }

    @Override
    public void close() throws SQLException {
        if (!connections.isEmpty()) {
            connections.get(0).close();
        }
        try {
            CompletableFuture.allOf(waiting.toArray(CompletableFuture[]::new)).join();
        } finally {
            for (var connection : connections) {
                connection.close();
            }
        }
    }
}
