package io.pulsefleet.hub.uptime;

import java.time.Instant;
import java.util.List;

/**
 * All that is public.
 *
 * @param state the gravest of all monitors: up, maintenance, unknown, degraded, regional, down
 * @param monitors by group and name; those of no group first
 * @param incidents of the last 30 days, the newest first
 * @param maintenance that is under way, or comes in the next 30 days
 */
public record StatusView(
        Instant at,
        String title,
        String state,
        List<PublicMonitor> monitors,
        List<PublicIncident> incidents,
        List<PublicMaintenance> maintenance) {

    /** One that is paused says nothing. */
    private static final List<String> GRAVITY = List.of("up", "maintenance", "unknown", "degraded", "regional", "down");

    static StatusView of(
            Instant at,
            String title,
            List<PublicMonitor> monitors,
            List<PublicIncident> incidents,
            List<PublicMaintenance> maintenance) {
        var gravest = monitors.stream()
                .mapToInt(monitor -> GRAVITY.indexOf(monitor.state()))
                .max()
                .orElse(0);
        return new StatusView(at, title, GRAVITY.get(Math.max(0, gravest)), monitors, incidents, maintenance);
    }
}
