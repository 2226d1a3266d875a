package io.pulsefleet.agent.spool;

import java.io.IOException;
import java.nio.file.Path;

/** Another agent runs on this folder. */
final class TakenException extends IOException {

    private static final long serialVersionUID = 1L;

    TakenException(Path folder) {
        super("another agent uses " + folder + "; stop it, or give this one a folder of its own (PULSE_DATA)");
    }
}
