package io.pulsefleet.e2e.shop;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/** Two requests, each of which has what the other wants. PostgreSQL ends one of them after a second. */
final class Deadlock implements Act {

    private static final Set<String> DEADLOCK = Set.of("40P01");

    private final Door door;
    private final Requests requests;
    private final Executor executor;

    Deadlock(Door door, Requests requests, Executor executor) {
        this.door = door;
        this.requests = requests;
        this.executor = executor;
    }

    @Override
    public void play() throws SQLException {
        try (var one = door.open(requests.next());
                var other = door.open(requests.next())) {
            one.setAutoCommit(false);
            other.setAutoCommit(false);
            take(one, 3);
            take(other, 4);
            var second = CompletableFuture.runAsync(() -> want(other, 3), executor);
            Mishaps.mustFail(DEADLOCK, () -> takeAndEnd(one, 4));
            join(second);
        }
    }

    private static void want(Connection connection, int product) {
        try {
            Mishaps.mustFail(DEADLOCK, () -> takeAndEnd(connection, product));
        } catch (SQLException failed) {
            throw new CompletionException(failed);
        }
    }

    private static void join(CompletableFuture<Void> second) throws SQLException {
        try {
            second.join();
        } catch (CompletionException failed) {
            throw new SQLException(failed.getCause());
        }
    }

    /** However it ends, the other must be able to go on. */
    private static void takeAndEnd(Connection connection, int product) throws SQLException {
        try {
            take(connection, product);
        } finally {
            connection.rollback();
        }
    }

    private static void take(Connection connection, int product) throws SQLException {
        try (var update = connection.prepareStatement("UPDATE product SET stock = stock WHERE id = ?")) {
            update.setInt(1, product);
            update.executeUpdate();
        }
    }
}
