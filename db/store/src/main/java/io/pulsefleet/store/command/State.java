package io.pulsefleet.store.command;

import java.util.Locale;

/**
 * Where a command is.
 *
 * <pre>
 * QUEUED --sent--> SENT --progress--> RUNNING        each of the three ends as one of the others
 * SENT, RUNNING --the agent does not know it, idempotent--> QUEUED
 * SENT, RUNNING --the agent does not know it--> LOST
 * QUEUED --nobody came for it in time--> EXPIRED
 * QUEUED --cancelled--> CANCELLED
 * </pre>
 */
public enum State {
    QUEUED,
    SENT,
    RUNNING,
    SUCCEEDED,
    FAILED,
    REFUSED,
    CANCELLED,
    EXPIRED,
    LOST;

    public boolean isOver() {
        return compareTo(RUNNING) > 0;
    }

    /** As it is stored, and told. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static State of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
