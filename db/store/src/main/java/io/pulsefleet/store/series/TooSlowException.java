package io.pulsefleet.store.series;

/** The database was given a time, and did not find an answer in it. */
public final class TooSlowException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public TooSlowException(Throwable cause) {
        super(cause);
    }
}
