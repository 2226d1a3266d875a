package io.pulsefleet.hub;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * What may be a little old: it is made anew when somebody asks for it who would be told something older, once for all who ask
 * meanwhile.
 */
public final class Fresh<T> {

    /** Fewer are read for each who asks: nobody is told of a small fleet as it was. */
    private static final int MANY = 500;

    /** So many are kept for so many times as long as they took to read: it costs a tenth of a processor, however many ask. */
    private static final int LONGER = 9;

    /** By what was made, and how long that took. */
    private final BiFunction<T, Duration, Duration> longest;

    private volatile Made<T> made = new Made<>(Instant.MIN, Duration.ZERO, null);

    private Fresh(BiFunction<T, Duration, Duration> longest) {
        this.longest = longest;
    }

    /** @param longest how old it may be */
    public Fresh(Duration longest) {
        this((value, cost) -> longest);
    }

    /** Rows: where there are many, the older the more they took to read; else never old. */
    public static <C extends Collection<?>> Fresh<C> ofRows() {
        return new Fresh<>((rows, cost) -> rows.size() < MANY ? Duration.ZERO : cost.multipliedBy(1 + LONGER));
    }

    /** @param at when it was begun */
    private record Made<T>(Instant at, Duration longest, T value) {}

    /** What {@code maker} fails with is told, and it is tried again by the next who asks. */
    public T at(Instant now, Supplier<T> maker) {
        var known = made;
        return isFresh(known, now) ? known.value() : anew(now, maker);
    }

    private synchronized T anew(Instant now, Supplier<T> maker) {
        if (!isFresh(made, now)) {
            var began = System.nanoTime();
            var value = maker.get();
            var cost = Duration.ofNanos(System.nanoTime() - began);
            made = new Made<>(now, longest.apply(value, cost), value);
        }
        return made.value();
    }

    private boolean isFresh(Made<T> known, Instant now) {
        return known.at().isAfter(now.minus(known.longest()));
    }
}
