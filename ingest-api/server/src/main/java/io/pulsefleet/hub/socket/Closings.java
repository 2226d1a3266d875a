package io.pulsefleet.hub.socket;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Threads that close a WebSocket. The server writes the close frame while they wait, and where the connection breaks at that
 * very moment nobody tells them: they would wait for ever, and whoever sends two broken frames could take all of them.
 */
final class Closings {

    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final Set<Closing> running = ConcurrentHashMap.newKeySet();

    private static final class Closing {
        private final Thread thread = Thread.currentThread();
        private final Instant since = Instant.now();
        private final Runnable giveUp;
        private boolean isFreed;

        Closing(Runnable giveUp) {
            this.giveUp = giveUp;
        }
    }

    /**
     * On this thread.
     *
     * @param giveUp what it waits for is to be an error: run by another thread before this one is woken, perhaps often
     */
    void run(Runnable close, Runnable giveUp) {
        var closing = new Closing(giveUp);
        running.add(closing);
        try {
            close.run();
        } finally {
            synchronized (closing) {
                running.remove(closing);
                if (closing.isFreed) {
                    Thread.interrupted(); // it was for the wait, and for nothing after that
                }
            }
        }
    }

    /** Those that wait for too long do so no more. */
    void free(Instant now) {
        running.stream()
                .filter(closing -> now.isAfter(closing.since.plus(LONGEST)))
                .forEach(closing -> {
                    synchronized (closing) {
                        if (running.contains(closing)) {
                            closing.isFreed = true;
                            closing.giveUp.run();
                            closing.thread.interrupt();
                        }
                    }
                });
    }
}
