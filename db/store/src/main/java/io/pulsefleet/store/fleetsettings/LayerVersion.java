package io.pulsefleet.store.fleetsettings;

import java.time.Instant;

/**
 * A layer as it was at some time.
 *
 * @param settings JSON: names and values, all text
 */
public record LayerVersion(
        String layer, int version, String settings, String reason, Instant changedAt, String changedBy) {}
