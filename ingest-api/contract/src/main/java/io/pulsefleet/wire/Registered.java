package io.pulsefleet.wire;

import java.time.Instant;

/** The hub's answer to a {@link Registration}. */
public record Registered(Instant hubTime, Plan plan) {

    public Registered {
        Required.present("hubTime", hubTime);
        Required.present("plan", plan);
    }
}
