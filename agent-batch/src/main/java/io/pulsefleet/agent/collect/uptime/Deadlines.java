package io.pulsefleet.agent.collect.uptime;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Closes what a probe holds when its time is over, for what waits without end: a write, a handshake byte by byte. */
final class Deadlines implements AutoCloseable {

    private final ScheduledThreadPoolExecutor clock;

    Deadlines() {
        clock = new ScheduledThreadPoolExecutor(1, todo -> {
            var thread = new Thread(todo, "uptime-deadlines");
            thread.setDaemon(true);
            return thread;
        });
        clock.setRemoveOnCancelPolicy(true);
    }

    /** @return takes it back */
    Runnable closeAfter(long nanos, Closeable held) {
        var later = clock.schedule(() -> closeQuietly(held), Math.max(0, nanos), TimeUnit.NANOSECONDS);
        return () -> later.cancel(false);
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }

    static void closeQuietly(Closeable held) {
        try {
            held.close();
        } catch (IOException alreadyGone) {
            // nothing is lost with it
        }
    }
}
