package io.pulsefleet.store.command;

import io.pulsefleet.store.targets.Sealed;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A command that somebody asked of an agent.
 *
 * @param hostname of the agent; null: it is gone
 * @param parameters JSON without secrets
 * @param secrets all parameters, where some are secret; empty once it has ended
 * @param askedFrom the address
 * @param done from 0 to 1; null: nobody knows
 * @param progress what it is at; null: nothing was told
 * @param outcome JSON; null: none
 */
public record Command(
        UUID id,
        UUID agent,
        String hostname,
        String command,
        String parameters,
        Optional<Sealed> secrets,
        String askedBy,
        String askedFrom,
        Instant askedAt,
        Instant deadline,
        boolean idempotent,
        State state,
        Instant sentAt,
        int timesSent,
        Double done,
        String progress,
        Instant cancelAskedAt,
        Instant endedAt,
        String outcome,
        String error) {

    /** One that was just asked. */
    public static Command asked(
            UUID id,
            UUID agent,
            String command,
            String parameters,
            Optional<Sealed> secrets,
            String askedBy,
            String askedFrom,
            Instant askedAt,
            Instant deadline,
            boolean idempotent) {
        return new Command(
                id,
                agent,
                null,
                command,
                parameters,
                secrets,
                askedBy,
                askedFrom,
                askedAt,
                deadline,
                idempotent,
                State.QUEUED,
                null,
                0,
                null,
                null,
                null,
                null,
                null,
                "");
    }
}
