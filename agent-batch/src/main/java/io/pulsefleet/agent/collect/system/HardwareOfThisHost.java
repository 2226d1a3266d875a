package io.pulsefleet.agent.collect.system;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pulsefleet.agent.collect.Hardware;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.io.IOException;

/** The inventory, for whoever asks now. */
@Dependent
final class HardwareOfThisHost implements Hardware {

    private final Host host;

    @Inject
    HardwareOfThisHost(Host host) {
        this.host = host;
    }

    @Override
    public ObjectNode look() throws IOException {
        return Inventory.look(host);
    }
}
