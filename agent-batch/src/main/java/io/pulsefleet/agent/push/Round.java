package io.pulsefleet.agent.push;

import io.pulsefleet.agent.trouble.Troubles;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Carries the letters of one outbox to its receiver, one after the other, in the order of sealing. */
final class Round {

    /** A letter that is refused may be so by a mistake of the receiver's; so often, it is not. */
    private static final int MOST_REFUSALS = 3;

    private final Outlet outlet;
    private final Outbox outbox;
    private final Postman postman = new Postman();
    private final Troubles troubles;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition rung = lock.newCondition();
    private boolean bell;
    private volatile boolean stopped;

    private Circuit circuit = Circuit.CLOSED;
    private int refusals;
    private long toldEvicted;

    Round(Outlet outlet, Outbox outbox, Troubles troubles) {
        this.outlet = outlet;
        this.outbox = outbox;
        this.troubles = troubles;
    }

    /** There is another letter. */
    void ring() {
        lock.lock();
        try {
            bell = true;
            rung.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** May come from any thread; the letter that is on its way is answered first. */
    void stop() {
        lock.lock();
        try {
            stopped = true;
            rung.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Until the shift is over or {@link #stop} is called.
     *
     * @param delivered called for each letter that the receiver has now
     */
    void work(Instant shiftEnd, Runnable delivered) {
        try {
            while (!stopped && Instant.now().isBefore(shiftEnd)) {
                step(Duration.between(Instant.now(), shiftEnd), delivered);
            }
        } catch (InterruptedException theServerStops) {
            Thread.currentThread().interrupt();
        } finally {
            stopped = false; // here and not at the beginning: a stop may come before that
        }
    }

    private void step(Duration untilEnd, Runnable delivered) throws InterruptedException {
        try {
            var letter = outbox.next();
            tellEvicted();
            if (letter.isEmpty()) {
                await(untilEnd, true);
                return;
            }
            carry(letter.get(), delivered);
            troubles.over(thing("disk"), outlet.name() + ": its folder can be used again");
        } catch (IOException notNow) {
            troubles.tell(
                    thing("disk"),
                    "%s: its folder cannot be used (%s); free space there, or mend its rights"
                            .formatted(outlet.name(), notNow));
            circuit = circuit.afterFailure();
        }
        await(circuit.pause(ThreadLocalRandom.current().nextDouble()), false);
    }

    private void carry(Letter letter, Runnable delivered) throws IOException, InterruptedException {
        var verdict = postman.carry(outlet, letter);
        switch (verdict.outcome()) {
            case TAKEN -> {
                outbox.forget(letter);
                circuit = circuit.afterSuccess();
                refusals = 0;
                delivered.run();
                troubles.over(thing("away"), "%s: %s takes what it is sent again".formatted(outlet.name(), outlet));
                troubles.over(thing("let in"), "%s: %s lets us in again".formatted(outlet.name(), outlet));
            }
            case REFUSED -> refused(letter, verdict);
            case NOT_LET_IN -> {
                troubles.tell(
                        thing("let in"),
                        "%s: %s does not let us in (%s); check the address and the token. What was read waits."
                                .formatted(outlet.name(), outlet, verdict.detail()));
                circuit = circuit.afterFailure();
            }
            case AWAY -> {
                troubles.tell(
                        thing("away"),
                        "%s: %s is away (%s); what was read waits, up to %d MB"
                                .formatted(outlet.name(), outlet, verdict.detail(), outlet.limit() >> 20));
                circuit = circuit.afterFailure();
                if (verdict.retryAfter().isPresent()) {
                    await(verdict.retryAfter().get(), false);
                }
            }
        }
    }

    private void refused(Letter letter, Verdict verdict) throws IOException {
        if (++refusals < MOST_REFUSALS) {
            circuit = circuit.afterFailure();
            return;
        }
        refusals = 0;
        circuit = Circuit.CLOSED;
        outbox.setAside(letter);
        troubles.tell(
                thing("refused"),
                "%s: %s refuses %s (%s); it lies in %s"
                        .formatted(outlet.name(), outlet, letter.name(), verdict.detail(), outbox.refusedFolder()));
    }

    private void tellEvicted() {
        var evicted = outbox.books().evicted();
        if (evicted > toldEvicted) {
            troubles.tell(
                    thing("full"),
                    "%s: %d letters were given up, the oldest ones, because more than %d MB waited for %s"
                            .formatted(outlet.name(), evicted, outlet.limit() >> 20, outlet));
            toldEvicted = evicted;
        }
    }

    /** @param forLetters whether a ring ends it */
    private void await(Duration atMost, boolean forLetters) throws InterruptedException {
        lock.lock();
        try {
            var left = atMost.toNanos();
            while (left > 0 && !stopped && !(forLetters && bell)) {
                left = rung.awaitNanos(left);
            }
            bell = bell && !forLetters;
        } finally {
            lock.unlock();
        }
    }

    private String thing(String what) {
        return outlet.name() + " " + what;
    }
}
