package io.pulsefleet.supervisor;

/** Nothing was done. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    private final Reason reason;

    RefusedException(Reason reason, String text) {
        super(text);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }
}
