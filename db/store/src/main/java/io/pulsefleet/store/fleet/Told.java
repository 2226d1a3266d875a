package io.pulsefleet.store.fleet;

import java.time.Instant;

/**
 * What an agent said became of all that it sealed.
 *
 * @param at when it said so, by the hub's clock
 * @param since when its spool was made; it counts from there
 * @param waiting segments that were still to be sent
 */
public record Told(
        int agent,
        Instant at,
        Instant since,
        Count sealed,
        long sentSegments,
        Count acknowledged,
        Count evicted,
        Count refused,
        long waiting) {

    /** Segments, and the readings in them. */
    public record Count(long segments, long readings) {}
}
