package io.pulsefleet.store.targets;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A database that an agent is to watch.
 *
 * @param password empty: none
 * @param logFiles null: its log is not read
 * @param revision another one with each change; of one that is to be written: not looked at
 * @param told what its agent made of it; empty: nothing yet
 */
public record Target(
        UUID id,
        UUID agent,
        String name,
        Where where,
        Optional<Sealed> password,
        boolean statistics,
        boolean queries,
        String logFiles,
        long revision,
        Instant changedAt,
        String changedBy,
        Optional<Told> told) {

    /** @param revision of which it is said */
    public record Told(long revision, String state, String detail, Instant at) {}
}
