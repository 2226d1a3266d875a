package io.pulsefleet.store.dashboards;

import java.time.Instant;

/**
 * A dashboard as it is kept.
 *
 * @param id of one that is to be added: not looked at
 * @param charts a list as JSON
 * @param version of one that is to be changed: from which the change began
 */
public record StoredDashboard(
        long id, String title, String description, String charts, int version, Instant changedAt, String changedBy) {}
