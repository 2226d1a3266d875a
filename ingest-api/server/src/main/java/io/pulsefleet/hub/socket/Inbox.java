package io.pulsefleet.hub.socket;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/**
 * What one connection brought, taken one after the other by threads of ours: those of the WebSocket's can ask no database, and
 * must not wait.
 */
public final class Inbox {

    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private final Executor threads;
    private final long mostHeld;
    private long held;
    private boolean isTaken;

    /** @param mostHeld characters of messages that wait */
    public Inbox(Executor threads, long mostHeld) {
        this.threads = threads;
        this.mostHeld = mostHeld;
    }

    /** @return false: too much waits already */
    public boolean put(int size, Runnable message) {
        synchronized (waiting) {
            if (held + size > mostHeld && held > 0) {
                return false;
            }
            held += size;
            waiting.add(() -> {
                try {
                    message.run();
                } finally {
                    release(size);
                }
            });
            if (isTaken) {
                return true;
            }
            isTaken = true;
        }
        threads.execute(this::takeAll);
        return true;
    }

    private void release(int size) {
        synchronized (waiting) {
            held -= size;
        }
    }

    private void takeAll() {
        while (true) {
            Runnable next;
            synchronized (waiting) {
                next = waiting.poll();
                if (next == null) {
                    isTaken = false;
                    return;
                }
            }
            next.run();
        }
    }
}
