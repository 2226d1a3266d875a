package io.pulsefleet.agent.collect.docker;

import java.io.IOException;

/** The daemon is away, or may as well be. */
final class AwayException extends IOException {

    private static final long serialVersionUID = 1L;

    private final DaemonState state;

    AwayException(DaemonState state, Address address, IOException cause) {
        super(state.words() + ": " + state.remedy(address), cause);
        this.state = state;
    }

    DaemonState state() {
        return state;
    }
}
