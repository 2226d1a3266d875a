package io.pulsefleet.settings.schedule;

/** What was written is no schedule; the message says which clause, and what it may be, for the person who wrote it. */
public final class MistakenScheduleException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    MistakenScheduleException(String message, Throwable cause) {
        super(message, cause);
    }
}
