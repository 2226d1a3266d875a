package io.pulsefleet.hub;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A look that is taken each second, by one thread at a time. One that fails is not the last, and is told unless the one
 * before has failed, too.
 */
public final class EverySecond {

    private static final Logger LOG = System.getLogger(EverySecond.class.getName());

    private final String failure;
    private final Runnable look;
    private final Object turn = new Object();
    private Optional<Future<?>> looks = Optional.empty();
    private boolean failing;

    /** @param failure for the log, as in "The states of monitors were not looked at"; the reason is added */
    public EverySecond(String failure, Runnable look) {
        this.failure = failure;
        this.look = look;
    }

    /** From now on; again: only once a second all the same. */
    public synchronized void begin(ScheduledExecutorService executor) {
        stop();
        looks = Optional.of(executor.scheduleWithFixedDelay(this::now, 0, 1, TimeUnit.SECONDS));
    }

    /** Does not wait for a look that is being taken: a server that stops may be what it waits for. */
    public synchronized void stop() {
        looks.ifPresent(running -> running.cancel(false));
    }

    /** Beside the others. */
    public void now() {
        synchronized (turn) {
            try {
                look.run();
                failing = false;
            } catch (RuntimeException nextTime) { // else it would never be looked at again
                if (!failing) {
                    LOG.log(Level.WARNING, "{0}: {1}", failure, nextTime.toString());
                }
                failing = true;
            }
        }
    }
}
