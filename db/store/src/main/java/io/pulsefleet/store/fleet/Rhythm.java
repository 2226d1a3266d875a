package io.pulsefleet.store.fleet;

import io.pulsefleet.store.PlainText;
import java.time.Instant;

/**
 * When a job visits next, and how long its visits take.
 *
 * @param nextVisitAt by its agent's clock; null: none is to come, or it is not known
 * @param rest why visits are not asked for now: {@code paused}, {@code hours}; null: they are
 * @param tookSeconds of the newest visit; null: it goes on, or there was none
 * @param usualSeconds of visits before it; null: too few to tell
 */
public record Rhythm(Instant nextVisitAt, String rest, Double tookSeconds, Double usualSeconds) {

    public static final Rhythm NONE = new Rhythm(null, null, null, null);

    public Rhythm {
        rest = rest == null ? null : PlainText.of(rest);
    }
}
