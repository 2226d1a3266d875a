package io.pulsefleet.agent.collect.jdbc;

import io.pulsefleet.wire.PlannedDatabase;
import java.util.Collection;
import java.util.Optional;

/** Whether a job takes a database that the hub delivers. CDI finds those there are. */
public interface Claim {

    /**
     * @param state as the hub is told
     * @param detail a sentence with the remedy
     */
    record Refusal(String state, String detail) {}

    boolean isWanted(PlannedDatabase database);

    /** Why one that is wanted is not taken; empty: it is. */
    Optional<Refusal> refusal(PlannedDatabase database);

    default boolean takes(PlannedDatabase database) {
        return isWanted(database) && refusal(database).isEmpty();
    }

    /** The agent's own settings win over the hub. */
    static Optional<Refusal> ofOwn(Collection<String> own, PlannedDatabase database, String job, String setting) {
        return own.contains(database.name())
                ? Optional.of(new Refusal(
                        "own_settings",
                        "the agent's own settings have a database '%s' for the job %s, and they win: give this one another"
                                        .formatted(database.name(), job)
                                + " name, or take that one out of " + setting + " there"))
                : Optional.empty();
    }
}
