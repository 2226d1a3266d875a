package io.pulsefleet.hub.trust;

/** Somebody is not let in. */
final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Refusal why;

    RefusedException(Refusal why) {
        super(why.detail());
        this.why = why;
    }

    Refusal why() {
        return why;
    }
}
