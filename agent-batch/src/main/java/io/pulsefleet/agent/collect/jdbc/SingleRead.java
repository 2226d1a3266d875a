package io.pulsefleet.agent.collect.jdbc;

import java.time.Duration;
import java.util.Optional;

/** One question to one database on a connection of its own, with all that keeps the database from harm. */
public interface SingleRead {

    enum Outcome {
        ANSWERED,
        /** Nobody is there, or the connection was lost. */
        AWAY,
        /** The database let us not in, or refused the question. */
        REFUSED,
        /** It is not a single statement that can only read; nobody was asked. */
        NO_READ
    }

    /**
     * @param row whether there was one
     * @param value the first of the first row, a Number, a Boolean or a text; empty where it is null
     * @param detail why not, in a sentence; empty when it was answered
     * @param connectNanos until the login was over
     */
    record Told(Outcome outcome, boolean row, Optional<Object> value, String detail, long connectNanos) {}

    /** @param left how long it may take in whole, as far as the drivers keep to it */
    Told ask(Target target, String sql, Duration left);
}
