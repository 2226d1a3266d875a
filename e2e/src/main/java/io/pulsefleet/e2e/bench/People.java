package io.pulsefleet.e2e.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/** Who is connected to a watched server, and works there. */
final class People implements AutoCloseable {

    private final List<Connection> sessions;
    private final int statements;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicReference<SQLException> failure = new AtomicReference<>();
    private volatile boolean over;

    /** @param statements so many distinct ones */
    People(List<Connection> sessions, int statements) {
        this.sessions = sessions;
        this.statements = statements;
    }

    /** All of them in turn, so many statements a second together. */
    void work(int perSecond) {
        begin(() -> {
            var next = System.nanoTime();
            for (int i = 0; !over; i++) {
                execute(sessions.get(i % sessions.size()));
                next += 1_000_000_000L / perSecond;
                LockSupport.parkNanos(next - System.nanoTime());
            }
        });
    }

    /** So many of them one statement after the other, as fast as they are answered. */
    void workHard(int some) {
        for (var session : sessions.subList(0, some)) {
            begin(() -> {
                while (!over) {
                    execute(session);
                }
            });
        }
    }

    private interface Work {
        void go() throws SQLException;
    }

    private void begin(Work work) {
        var thread = new Thread(
                () -> {
                    try {
                        work.go();
                    } catch (SQLException failed) {
                        failure.compareAndSet(null, failed);
                    }
                },
                "people-" + threads.size());
        thread.start();
        threads.add(thread);
    }

    private void execute(Connection session) throws SQLException {
        WatchedServer.execute(
                session, WatchedServer.statement(ThreadLocalRandom.current().nextInt(statements)));
    }

    /** They stop working; their sessions stay. */
    @Override
    public void close() throws SQLException {
        over = true;
        for (var thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted.", stop);
            }
        }
        if (failure.get() != null) {
            throw failure.get();
        }
    }
}
