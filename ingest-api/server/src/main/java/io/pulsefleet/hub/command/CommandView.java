package io.pulsefleet.hub.command;

import io.pulsefleet.store.command.Command;
import io.pulsefleet.wire.RawJson;
import java.time.Instant;
import java.util.UUID;

/**
 * A command, as it is answered.
 *
 * @param hostname left out: the agent is gone
 * @param data the parameters; *** stands for each that is secret
 * @param state queued, sent, running, succeeded, failed, refused, cancelled, expired or lost
 * @param over whether nothing more is to come
 * @param done from 0 to 1; left out: nobody knows
 * @param progress what it is at
 * @param answer what the agent answered; left out until it is over, or where there is none
 * @param error what went wrong; left out where nothing did
 */
public record CommandView(
        UUID id,
        UUID agent,
        String hostname,
        String command,
        RawJson data,
        String askedBy,
        Instant askedAt,
        Instant deadline,
        String state,
        boolean over,
        Instant sentAt,
        int timesSent,
        Double done,
        String progress,
        Instant cancelAskedAt,
        Instant endedAt,
        RawJson answer,
        String error) {

    static CommandView of(Command command) {
        return new CommandView(
                command.id(),
                command.agent(),
                command.hostname(),
                command.command(),
                new RawJson(command.parameters()),
                command.askedBy(),
                command.askedAt(),
                command.deadline(),
                command.state().word(),
                command.state().isOver(),
                command.sentAt(),
                command.timesSent(),
                command.done(),
                command.progress(),
                command.cancelAskedAt(),
                command.endedAt(),
                command.outcome() == null ? null : new RawJson(command.outcome()),
                command.error().isEmpty() ? null : command.error());
    }

    /** Without the answer, for lists. */
    CommandView inShort() {
        return new CommandView(
                id,
                agent,
                hostname,
                command,
                data,
                askedBy,
                askedAt,
                deadline,
                state,
                over,
                sentAt,
                timesSent,
                done,
                progress,
                cancelAskedAt,
                endedAt,
                null,
                error);
    }
}
