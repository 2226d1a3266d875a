package io.pulsefleet.hub.dashboards;

import java.time.Instant;
import java.util.List;

/**
 * A dashboard as it is shown.
 *
 * @param id in its address; stays when the title becomes another
 * @param version one more with each change
 */
public record DashboardView(
        long id,
        String title,
        String description,
        List<Chart> charts,
        int version,
        Instant changedAt,
        String changedBy) {

    Dashboard dashboard() {
        return new Dashboard(title, description, charts);
    }
}
