package io.pulsefleet.agent.collect;

import java.io.IOException;

/** The target is away. Its message names the target and the remedy. */
public final class UnreachableException extends IOException {

    private static final long serialVersionUID = 1L;

    public UnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}
