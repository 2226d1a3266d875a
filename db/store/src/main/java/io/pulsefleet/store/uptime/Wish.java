package io.pulsefleet.store.uptime;

import java.util.List;
import java.util.UUID;

/**
 * All that people say of a monitor.
 *
 * @param check a JSON object
 * @param degradedMs null: nothing is degraded
 * @param quorum null: all datacenters that see it
 * @param datacenters none: all
 * @param needsMonitor null: none
 * @param needsHost an agent; null: none
 * @param statusGroup its heading on the public status page; null: none
 */
public record Wish(
        String name,
        String kind,
        String check,
        String schedule,
        Integer degradedMs,
        int retries,
        Integer quorum,
        List<String> datacenters,
        List<String> tags,
        boolean paused,
        boolean isPublic,
        Integer needsMonitor,
        UUID needsHost,
        String statusGroup) {}
