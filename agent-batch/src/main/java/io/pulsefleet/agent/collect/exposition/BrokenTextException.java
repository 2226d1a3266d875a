package io.pulsefleet.agent.collect.exposition;

import java.io.IOException;

/** It is not written as it should be. Its message names the line. Nothing of such a text is taken: half a number is none. */
public final class BrokenTextException extends IOException {

    private static final long serialVersionUID = 1L;

    BrokenTextException(int line, String what) {
        super("line " + line + ": " + what);
    }
}
