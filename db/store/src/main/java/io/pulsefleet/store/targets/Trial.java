package io.pulsefleet.store.targets;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A database that an agent is to try, once.
 *
 * @param handedAt when the agent was told; null: not yet
 * @param answeredAt null: not yet
 * @param outcome what the agent said, as JSON; null until then
 */
public record Trial(
        UUID id,
        UUID agent,
        Where where,
        Optional<Sealed> password,
        Instant askedAt,
        Instant handedAt,
        Instant answeredAt,
        String outcome) {}
