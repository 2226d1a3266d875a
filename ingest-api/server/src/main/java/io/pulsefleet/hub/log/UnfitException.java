package io.pulsefleet.hub.log;

/** The entry cannot be stored, and would be found unfit again. */
public final class UnfitException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnfitException(String why) {
        super(why);
    }
}
