package io.pulsefleet.agent.jobs;

import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Calls one shift to its visits. A ring that nobody waits for is dropped: visits never queue up. */
final class Ring {

    enum Heard {
        YES,
        /** The last visit goes on. */
        BUSY,
        /** The shift has not begun, or it ends. */
        NOBODY
    }

    private static final long LOOK_EVERY_MILLIS = 1_000;

    private Optional<Instant> rung = Optional.empty();
    private Heard wouldHear = Heard.NOBODY;
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

    /**
     * The moment of the next visit; empty when the shift is to end.
     *
     * @param ends looked at once a second, for an end that nobody told this ring of
     */
    synchronized Optional<Instant> await(BooleanSupplier ends) throws InterruptedException {
        wouldHear = closed ? Heard.NOBODY : Heard.YES;
        while (!closed && rung.isEmpty() && !ends.getAsBoolean()) {
            wait(LOOK_EVERY_MILLIS);
        }
        var taken = closed ? Optional.<Instant>empty() : rung;
        wouldHear = taken.isPresent() ? Heard.BUSY : Heard.NOBODY;
        rung = Optional.empty();
        return taken;
    }

    synchronized void close() {
        closed = true;
        wouldHear = Heard.NOBODY;
        notifyAll();
    }
}
