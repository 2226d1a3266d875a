package io.pulsefleet.agent.collect;

import java.io.IOException;

/** One item of many is broken; the others can be read. Its message names the item. */
public final class UnreadableItemException extends IOException {

    private static final long serialVersionUID = 1L;

    public UnreadableItemException(String message, Throwable cause) {
        super(message, cause);
    }
}
