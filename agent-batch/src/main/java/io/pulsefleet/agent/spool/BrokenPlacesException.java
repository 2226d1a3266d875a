package io.pulsefleet.agent.spool;

import java.io.IOException;

/** Places are there, but nobody can make sense of them. */
final class BrokenPlacesException extends IOException {

    private static final long serialVersionUID = 1L;

    BrokenPlacesException(String message, Throwable cause) {
        super(message, cause);
    }
}
