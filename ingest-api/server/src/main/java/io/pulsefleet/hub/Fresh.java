package io.pulsefleet.hub;

import static java.lang.System.Logger.Level.INFO;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What may be a little old: it is made anew when somebody asks for it who would be told something older, once for all who ask
 * meanwhile.
 */
public final class Fresh<T> {

    private static final System.Logger LOG = System.getLogger(Fresh.class.getName());

    /** Fewer are read for each who asks: nobody is told of a small fleet as it was. */
    private static final int MANY = 500;

    /** So many are kept for so many times as long as they took to read: it costs a tenth of a processor, however many ask. */
    private static final int LONGER = 9;

    private static final int TWICE = 2;

    /** By what was made, and how long that took. */
    private final BiFunction<T, Duration, Duration> longest;

    /** Makes it anew while who asked is told something older. */
    private final Executor meanwhile;

    /** How many times as old as {@link #longest} has it may be what is told while it is made anew; 1: that is waited for. */
    private final int meanwhileOlder;

    private final LongSupplier nanoTime;
    private final AtomicBoolean underWay = new AtomicBoolean();
    private volatile Made<T> made = new Made<>(Instant.MIN, Duration.ZERO, null);

    private Fresh(
            BiFunction<T, Duration, Duration> longest, Executor meanwhile, int meanwhileOlder, LongSupplier nanoTime) {
        this.longest = longest;
        this.nanoTime = nanoTime;
        this.meanwhile = meanwhile;
        this.meanwhileOlder = meanwhileOlder;
    }

    /** @param longest how old it may be */
    public Fresh(Duration longest) {
        this((value, cost) -> longest, Runnable::run, 1, System::nanoTime);
    }

    /**
     * @param longest how old it may be, and up to twice as old for who asks while it is made anew
     * @param meanwhile makes it anew
     */
    public Fresh(Duration longest, Executor meanwhile) {
        this((value, cost) -> longest, meanwhile, TWICE, System::nanoTime);
    }

    /**
     * Rows: where there are many, the older the more they took to read, and up to twice as old for who asks while they are
     * read again; else never old.
     *
     * @param meanwhile reads them again
     */
    public static <C extends Collection<?>> Fresh<C> ofRows(Executor meanwhile) {
        return ofRows(meanwhile, System::nanoTime);
    }

    static <C extends Collection<?>> Fresh<C> ofRows(Executor meanwhile, LongSupplier nanoTime) {
        return new Fresh<>(
                (rows, cost) -> rows.size() < MANY ? Duration.ZERO : cost.multipliedBy(1 + LONGER),
                meanwhile,
                TWICE,
                nanoTime);
    }

    /** @param at when it was begun */
    private record Made<T>(Instant at, Duration longest, T value) {}

    /** What {@code maker} fails with is told, and it is tried again by the next who asks. */
    public T at(Instant now, Supplier<T> maker) {
        var known = made;
        if (isYounger(known, now, 1)) {
            return known.value();
        }
        if (!isYounger(known, now, meanwhileOlder)) {
            return anew(now, maker);
        }
        if (underWay.compareAndSet(false, true)) {
            begin(now, maker);
        }
        return known.value();
    }

    private void begin(Instant now, Supplier<T> maker) {
        try {
            meanwhile.execute(() -> {
                try {
                    anew(now, maker);
                } catch (RuntimeException trouble) {
                    LOG.log(INFO, "it is told as it was; who asks next waits for it", trouble);
                } finally {
                    underWay.set(false);
                }
            });
        } catch (RejectedExecutionException theServerStops) {
            underWay.set(false);
        }
    }

    private synchronized T anew(Instant now, Supplier<T> maker) {
        if (!isYounger(made, now, 1)) {
            var began = nanoTime.getAsLong();
            var value = maker.get();
            var cost = Duration.ofNanos(nanoTime.getAsLong() - began);
            made = new Made<>(now, longest.apply(value, cost), value);
        }
        return made.value();
    }

    private static boolean isYounger(Made<?> known, Instant now, int times) {
        return known.at().isAfter(now.minus(known.longest().multipliedBy(times)));
    }
}
