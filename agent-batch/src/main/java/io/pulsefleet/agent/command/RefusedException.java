package io.pulsefleet.agent.command;

/** What is asked is not done: nothing was changed. Its message says why, and what to do. */
public final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public RefusedException(String sentence) {
        super(sentence);
    }

    RefusedException(RuntimeException why) {
        super(why.getMessage(), why);
    }
}
