package io.pulsefleet.hub.uptime;

import io.pulsefleet.store.uptime.NewHeartbeat;
import io.pulsefleet.store.uptime.States;
import io.pulsefleet.store.uptime.Watched;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;

/** Writes what the hub itself says of monitors, each in a transaction. */
@ApplicationScoped
public class Scribe {

    @Inject
    States states;

    @Inject
    Arrivals arrivals;

    /** @return false: somebody else has said so already */
    @Transactional
    public boolean become(Watched monitor, String state, String reason, Instant now) {
        return states.become(monitor, state, reason, now);
    }

    @Transactional
    public void store(Instant now, List<NewHeartbeat> heartbeats) {
        arrivals.store(now, heartbeats);
    }
}
