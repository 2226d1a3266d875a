package io.pulsefleet.hub.uptime;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;

/** When nobody need be told that something is down. */
@ApplicationScoped
public class MaintenanceBook {

    /** Those that are open at one moment. */
    interface Open {

        /** Of the window that the monitor is in; empty: none. */
        String nameOf(int monitor, Collection<String> tags);
    }

    Open openAt(Instant now) {
        return (monitor, tags) -> "";
    }
}
