package io.pulsefleet.agent.jobs;

/** There is no job of that name; the message says which there are. */
public final class NoSuchJobException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public NoSuchJobException(String message) {
        super(message);
    }
}
