package io.pulsefleet.store.series;

/**
 * Where questions are asked is not there now, or has cancelled this one: a replica does that when what the database has
 * changed can wait no longer for who reads there. Asked again, it may go well; the database itself may be well now.
 */
public final class PastAwayException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PastAwayException(Throwable cause) {
        super(cause);
    }
}
