package io.pulsefleet.wire;

import java.time.Instant;

/**
 * The hub's answer to a {@link Heartbeat}.
 *
 * @param hubTime by the hub's clock, so that the agent can say how far its own is off
 */
public record HeartbeatAnswer(Instant hubTime, Plan plan) {

    public HeartbeatAnswer {
        Required.present("hubTime", hubTime);
        Required.present("plan", plan);
    }
}
