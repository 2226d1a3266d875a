package io.pulsefleet.agent.jobs;

/** The job is not in a state for that; the message says why, in a sentence. */
public final class NotNowException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public NotNowException(String message) {
        super(message);
    }

    NotNowException(String message, Throwable cause) {
        super(message, cause);
    }
}
