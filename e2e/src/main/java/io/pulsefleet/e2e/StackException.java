package io.pulsefleet.e2e;

/** The stack cannot go on. Its message is one line for the user: what, and what to do. */
public final class StackException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StackException(String message) {
        super(message);
    }

    public StackException(String message, Throwable cause) {
        super(message, cause);
    }
}
