package io.pulsefleet.store.fleet;

import io.pulsefleet.store.PlainText;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A heartbeat. They are kept, so that one can see afterwards when an agent was there.
 *
 * @param at when it came, by the hub's clock
 * @param agentAt when it was sent, by the agent's
 * @param from the address that it came from
 */
public record Beat(
        int agent,
        Instant at,
        Instant agentAt,
        String boot,
        String version,
        List<String> troubles,
        Spool spool,
        String from) {

    public Beat {
        boot = PlainText.of(boot);
        version = PlainText.of(version);
        troubles = troubles.stream().map(PlainText::of).toList();
    }

    /** How far the agent's clock is ahead. The heartbeat's way through the network counts as the agent being behind. */
    double clockOffsetSeconds() {
        return Duration.between(at, agentAt).toMillis() / 1000.0;
    }
}
