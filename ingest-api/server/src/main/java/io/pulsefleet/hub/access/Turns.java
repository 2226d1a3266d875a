package io.pulsefleet.hub.access;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Turns at hashing, which costs a tenth of a second of a core and more. Who has signed in from the same address before
 * does not stand behind strangers: a flood of these fills its own lane, and no other.
 */
final class Turns {

    private final Lane known;
    private final Lane strangers;

    Turns() {
        this(
                new Lane(Math.max(2, Runtime.getRuntime().availableProcessors()), 64, Duration.ofSeconds(6)),
                new Lane(1, 8, Duration.ofSeconds(3)));
    }

    Turns(Lane known, Lane strangers) {
        this.known = known;
        this.strangers = strangers;
    }

    Lane of(boolean isKnown) {
        return isKnown ? known : strangers;
    }

    /** Too many stand in this lane. */
    static final class NoTurnException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final Duration wait;

        NoTurnException(Duration wait) {
            super("Too many passwords at once.");
            this.wait = wait;
        }

        /** It may be otherwise after so long. */
        Duration untilLater() {
            return wait;
        }
    }

    /** Those who wait stand in line. */
    static final class Lane {

        private final Semaphore turns;
        private final int most;
        private final Duration longest;
        private final AtomicInteger here = new AtomicInteger();

        /**
         * @param atOnce so many are served at the same time
         * @param waiting so many more may wait
         * @param longest nobody waits longer
         */
        Lane(int atOnce, int waiting, Duration longest) {
            this.turns = new Semaphore(atOnce, true);
            this.most = atOnce + waiting;
            this.longest = longest;
        }

        /** @throws NoTurnException too many wait, or it would take too long */
        <T> T take(Supplier<T> work) {
            try {
                if (here.incrementAndGet() > most) {
                    throw tooMany();
                }
                return inTurn(work);
            } finally {
                here.decrementAndGet();
            }
        }

        private <T> T inTurn(Supplier<T> work) {
            try {
                if (!turns.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS)) {
                    throw tooMany();
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw tooMany();
            }
            try {
                return work.get();
            } finally {
                turns.release();
            }
        }

        private NoTurnException tooMany() {
            return new NoTurnException(longest);
        }
    }
}
