package io.pulsefleet.hub;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What may be a little old: it is made anew when somebody asks for it who would be told something older, once for all who ask
 * meanwhile.
 */
public final class Fresh<T> {

    /** What is made within so long is made for each who asks. */
    private static final Duration CHEAP = Duration.ofMillis(50);

    /** What takes longer is kept for so many times as long: it costs a tenth of a processor, however many ask. */
    private static final int DEAR = 9;

    /** By how long it took. */
    private final UnaryOperator<Duration> longest;

    private volatile Made<T> made = new Made<>(Instant.MIN, Duration.ZERO, null);

    private Fresh(UnaryOperator<Duration> longest) {
        this.longest = longest;
    }

    /** @param longest how old it may be */
    public Fresh(Duration longest) {
        this(cost -> longest);
    }

    /** The older, the more it takes to make; where that is little, never old. */
    public static <T> Fresh<T> byCost() {
        return new Fresh<>(cost -> cost.compareTo(CHEAP) < 0 ? Duration.ZERO : cost.multipliedBy(1 + DEAR));
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
            made = new Made<>(now, longest.apply(cost), value);
        }
        return made.value();
    }

    private boolean isFresh(Made<T> known, Instant now) {
        return known.at().isAfter(now.minus(known.longest()));
    }
}
