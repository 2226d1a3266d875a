package io.pulsefleet.hub.uptime;

import io.pulsefleet.store.uptime.Heartbeats;
import io.pulsefleet.store.uptime.NewHeartbeat;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** Heartbeats that arrive, by what becomes of them. */
@ApplicationScoped
public class Arrivals {

    private static final Logger LOG = System.getLogger(Arrivals.class.getName());

    @Inject
    Heartbeats heartbeats;

    @Inject
    MetricRegistry registry;

    /** Keeps them in the caller's transaction; none: does nothing. */
    public void store(Instant now, List<NewHeartbeat> arrived) {
        if (arrived.isEmpty()) {
            return;
        }
        var stored = heartbeats.store(now, arrived);
        count("counted", stored.counted());
        count("known", stored.known());
        count("stale", stored.stale());
        count("unknown_monitor", stored.unknown());
        LOG.log(
                Level.INFO, // UO-07: one line for all that came in one transaction
                "Heartbeats stored: {0} counted, {1} known, {2} stale, {3} of no monitor.",
                stored.counted(),
                stored.known(),
                stored.stale(),
                stored.unknown());
    }

    private void count(String outcome, int more) {
        registry.counter(
                        Metadata.builder()
                                .withName("pulsefleet_uptime_heartbeats")
                                .withDescription("What probers saw, by what became of it.")
                                .build(),
                        new Tag("outcome", outcome))
                .inc(more);
    }
}
