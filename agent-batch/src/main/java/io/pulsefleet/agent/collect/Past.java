package io.pulsefleet.agent.collect;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A window that is past, to be read, or read again.
 *
 * @param from belongs to it
 * @param to belongs to the next
 * @param told which window it was when it was told before; empty: it was never told
 */
public record Past(Instant from, Instant to, Optional<Told> told) {

    /** @param batch the batch index that it had in its series */
    public record Told(UUID series, long batch) {}
}
