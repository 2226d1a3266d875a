package io.pulsefleet.wire;

import java.io.IOException;

/** A message that is not what it should be. The sender's fault: it would be refused again. */
public final class UnreadableException extends IOException {

    private static final long serialVersionUID = 1L;

    private final String field;

    UnreadableException(String field, String why, Throwable cause) {
        super(why, cause);
        this.field = field;
    }

    /** The part that is wrong, {@code frames[3].values[7]}; empty where the whole is no JSON. */
    public String field() {
        return field;
    }
}
