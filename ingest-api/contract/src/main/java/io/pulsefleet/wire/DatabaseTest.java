package io.pulsefleet.wire;

import java.util.UUID;

/** "Try to come in there, and tell what you saw." Asked in the answer of a heartbeat, answered once by {@link TestOutcome}. */
public record DatabaseTest(UUID id, DatabaseAddress address) {

    public DatabaseTest {
        Required.present("id", id);
        Required.present("address", address);
    }
}
