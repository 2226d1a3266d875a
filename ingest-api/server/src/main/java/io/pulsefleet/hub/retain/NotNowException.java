package io.pulsefleet.hub.retain;

/** The job cannot be started as things are; the message says why. */
final class NotNowException extends Exception {

    private static final long serialVersionUID = 1L;

    NotNowException(String why) {
        super(why);
    }
}
