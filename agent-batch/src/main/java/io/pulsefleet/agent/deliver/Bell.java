package io.pulsefleet.agent.deliver;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** Wakes the one who delivers. A ring that comes while nobody waits is remembered until somebody waits for it. */
final class Bell {

    enum Ring {
        SEALED,
        HUB_IS_BACK
    }

    private final Set<Ring> rung = EnumSet.noneOf(Ring.class);
    private boolean closed;

    synchronized void open() {
        closed = false;
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }

    synchronized boolean isClosed() {
        return closed;
    }

    synchronized void ring(Ring ring) {
        rung.add(ring);
        notifyAll();
    }

    /** Returns when it was rung for this, when it is closed, or when the time is up. */
    synchronized void await(Duration atMost, Ring ring) {
        var end = System.nanoTime() + atMost.toNanos();
        try {
            for (var left = end - System.nanoTime();
                    left > 0 && !closed && !rung.remove(ring);
                    left = end - System.nanoTime()) {
                wait(left / 1_000_000, (int) (left % 1_000_000));
            }
        } catch (InterruptedException theServerStops) {
            Thread.currentThread().interrupt();
            closed = true;
        }
    }
}
