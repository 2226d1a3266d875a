package io.pulsefleet.wire.uptime;

/** Whether an assertion holds cannot be told, for which it does not hold: a body that is no JSON, a pattern without end. */
final class CannotTellException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CannotTellException(String why) {
        super(why);
    }
}
