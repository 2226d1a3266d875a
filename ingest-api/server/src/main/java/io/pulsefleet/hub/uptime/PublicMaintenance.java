package io.pulsefleet.hub.uptime;

import java.time.Instant;
import java.util.List;

/**
 * A time of maintenance that everybody may know of.
 *
 * @param to not included
 * @param monitors their names
 */
public record PublicMaintenance(String name, Instant from, Instant to, List<String> monitors) {}
