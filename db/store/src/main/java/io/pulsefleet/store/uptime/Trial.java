package io.pulsefleet.store.uptime;

import io.pulsefleet.store.targets.Sealed;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A monitor that an agent is to probe, once.
 *
 * @param hostname of the agent; null: it is gone
 * @param datacenter for which the agent asked to probe, last; null: for none
 * @param until who waits for it waits no longer
 * @param monitor as JSON, without its secrets; null when it is answered
 * @param secrets as JSON; empty: it has none
 * @param handedAt when the agent was told; null: not yet
 * @param outcome what the agent said, as JSON; null until then
 */
public record Trial(
        UUID id,
        UUID agent,
        String hostname,
        String datacenter,
        Instant askedAt,
        String askedBy,
        Instant until,
        String monitor,
        Optional<Sealed> secrets,
        Instant handedAt,
        String outcome) {}
