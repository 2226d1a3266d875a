package io.pulsefleet.agent.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Calls one shift to its visits, and wakes it when one of them is over. A ring that comes when nothing can be begun is
 * dropped: visits never queue up. One that comes while the shift hands on what was found waits until it listens again.
 */
final class Ring {

    enum Heard {
        YES,
        /** The last visit goes on. */
        BUSY,
        /** The shift has not begun, or it ends. */
        NOBODY
    }

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private Optional<Instant> rung = Optional.empty();
    private Heard wouldHear = Heard.NOBODY;
    private boolean woken;
    private boolean closed;

    synchronized Heard ring(Instant at) {
        if (wouldHear == Heard.YES) {
            rung = Optional.of(at);
            wouldHear = Heard.BUSY;
            notifyAll();
            return Heard.YES;
        }
        return wouldHear;
    }

    /** Something is to be looked at that is no ring. */
    synchronized void wake() {
        woken = true;
        notifyAll();
    }

    /**
     * The moment of the next visit; empty when something else is to be looked at, as that the shift is to end.
     *
     * @param ends looked at once a second, for an end that nobody told this ring of
     * @param heard what a ring is told; with NOBODY, for a shift that ends, only {@link #wake} is waited for
     */
    synchronized Optional<Instant> await(BooleanSupplier ends, Heard heard, Duration atMost)
            throws InterruptedException {
        wouldHear = rung.isPresent() ? Heard.BUSY : closed ? Heard.NOBODY : heard;
        var end = System.nanoTime() + Math.min(atMost.toNanos(), Long.MAX_VALUE / 4);
        while (!woken && !isCalled(ends, heard)) {
            var left = Math.min(end - System.nanoTime(), LOOK_EVERY.toNanos());
            if (left <= 0) {
                break;
            }
            wait(left / 1_000_000, (int) (left % 1_000_000));
        }
        woken = false;
        return taken(ends);
    }

    private boolean isCalled(BooleanSupplier ends, Heard heard) {
        return heard != Heard.NOBODY && (rung.isPresent() || closed || ends.getAsBoolean());
    }

    private Optional<Instant> taken(BooleanSupplier ends) {
        if (closed || ends.getAsBoolean()) {
            wouldHear = Heard.NOBODY;
            rung = Optional.empty();
        }
        var taken = rung;
        rung = Optional.empty();
        return taken;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    synchronized void close() {
        closed = true;
        wouldHear = Heard.NOBODY;
        notifyAll();
    }
}
