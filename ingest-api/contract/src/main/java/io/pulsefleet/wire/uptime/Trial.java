package io.pulsefleet.wire.uptime;

import io.pulsefleet.wire.Required;
import java.util.UUID;

/**
 * "Probe this once, now, and tell what you saw": asked in the answer of a heartbeat or of a {@link LeaseRequest}, of any
 * agent, answered once by {@link TrialOutcome}.
 *
 * @param monitor as it would be if it was saved; its number is 0
 */
public record Trial(UUID id, PlannedMonitor monitor) {

    public Trial {
        Required.present("id", id);
        Required.present("monitor", monitor);
    }
}
