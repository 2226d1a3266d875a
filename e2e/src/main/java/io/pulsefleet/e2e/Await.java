package io.pulsefleet.e2e;

import java.io.IOException;
import java.time.Duration;

/**
 * Waits for what other processes do. There is nobody who would tell us, so it asks again and again, with an end.
 */
public final class Await {

    private static final Duration BETWEEN = Duration.ofMillis(100);

    private Await() {}

    /** Something that may come true by and by. An {@link IOException} means "not yet". */
    @FunctionalInterface
    public interface Check {
        boolean holds() throws IOException;
    }

    /** @throws StackException when it did not come true in time; "{@code what} after 30 s" */
    public static void until(String what, Duration longest, Check check) {
        var end = System.nanoTime() + longest.toNanos();
        IOException last = null;
        while (true) {
            try {
                if (check.holds()) {
                    return;
                }
            } catch (IOException notYet) {
                last = notYet;
            }
            if (System.nanoTime() > end) {
                throw new StackException("%s after %d s.".formatted(what, longest.toSeconds()), last);
            }
            pause(BETWEEN);
        }
    }

    public static void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new StackException("Interrupted.", stop);
        }
    }
}
