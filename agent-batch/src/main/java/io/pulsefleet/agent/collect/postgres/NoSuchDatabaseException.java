package io.pulsefleet.agent.collect.postgres;

/** No database of that name is watched; the message says which are. */
public final class NoSuchDatabaseException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NoSuchDatabaseException(String message) {
        super(message);
    }
}
