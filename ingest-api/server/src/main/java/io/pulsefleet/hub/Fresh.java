package io.pulsefleet.hub;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * What may be a little old: it is made anew when somebody asks for it who would be told something older, once for all who ask
 * meanwhile.
 */
public final class Fresh<T> {

    private final Duration longest;
    private volatile Made<T> made = new Made<>(Instant.MIN, null);

    /** @param longest how old it may be */
    public Fresh(Duration longest) {
        this.longest = longest;
    }

    private record Made<T>(Instant at, T value) {}

    /** What {@code maker} fails with is told, and it is tried again by the next who asks. */
    public T at(Instant now, Supplier<T> maker) {
        var known = made;
        return isFresh(known, now) ? known.value() : anew(now, maker);
    }

    private synchronized T anew(Instant now, Supplier<T> maker) {
        if (!isFresh(made, now)) {
            made = new Made<>(now, maker.get());
        }
        return made.value();
    }

    private boolean isFresh(Made<T> known, Instant now) {
        return known.at().isAfter(now.minus(longest));
    }
}
