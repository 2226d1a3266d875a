package io.pulsefleet.store.series;

/** Nothing was read: more would have to be than may be. */
public final class TooMuchException extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private final long values;

    TooMuchException(long values) {
        super(values + " values");
        this.values = values;
    }

    /** How many would have to be read; hot frames, of which there are few, not counted. */
    public long values() {
        return values;
    }
}
