package io.pulsefleet.agent.collect.uptime;

import io.pulsefleet.wire.uptime.ErrorClass;
import java.io.IOException;

/** A probe ends here, and this is what was wrong. */
final class ProbeFailedException extends IOException {

    private static final long serialVersionUID = 1L;

    private final ErrorClass error;

    ProbeFailedException(ErrorClass error, String message) {
        super(message);
        this.error = error;
    }

    ProbeFailedException(ErrorClass error, String message, Throwable cause) {
        super(message, cause);
        this.error = error;
    }

    ErrorClass error() {
        return error;
    }
}
