package io.pulsefleet.embedded;

/** PostgreSQL cannot be started or stopped. Its message says why, in PostgreSQL's own words where it has some. */
public final class PostgresException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PostgresException(String message) {
        super(message);
    }

    PostgresException(String message, Throwable cause) {
        super(message, cause);
    }
}
