package io.pulsefleet.cli;

/** It cannot be done: what, why, and what to do about it, in one message for people. */
final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Exit exit;

    RefusedException(Exit exit, String message) {
        super(message);
        this.exit = exit;
    }

    RefusedException(Exit exit, String message, Throwable cause) {
        super(message, cause);
        this.exit = exit;
    }

    Exit exit() {
        return exit;
    }
}
