package io.pulsefleet.agent.collect.sql;

import java.io.IOException;

/** {@code queries.json} has mistakes. Its message names all of them. */
final class BrokenQueriesException extends IOException {

    private static final long serialVersionUID = 1L;

    BrokenQueriesException(String message) {
        super(message);
    }
}
