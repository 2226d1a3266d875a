package io.pulsefleet.agent.collect.sql;

/** Not one statement that can only read. Its message says why, and what to do. */
final class RefusedSqlException extends Exception {

    private static final long serialVersionUID = 1L;

    RefusedSqlException(String message) {
        super(message);
    }
}
