package io.pulsefleet.store.uptime;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A monitor, as far as its state depends on it.
 *
 * @param check a JSON object
 * @param quorum null: all datacenters that see it
 * @param datacenters that probe it
 * @param needsMonitor null: none
 * @param needsHost whether it needs one
 * @param state what it is by now; empty: nobody has looked yet
 */
public record Watched(
        int id,
        String name,
        String kind,
        String check,
        Duration every,
        Duration timeout,
        int retries,
        Integer quorum,
        List<String> datacenters,
        List<String> tags,
        boolean paused,
        Integer needsMonitor,
        boolean needsHost,
        String state,
        String reason,
        Instant since) {

    /** The same, and what it has become. */
    public Watched in(String newState, String newReason, Instant now) {
        return new Watched(
                id,
                name,
                kind,
                check,
                every,
                timeout,
                retries,
                quorum,
                datacenters,
                tags,
                paused,
                needsMonitor,
                needsHost,
                newState,
                newReason,
                newState.equals(state) ? since : now);
    }
}
