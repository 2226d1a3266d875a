package io.pulsefleet.hub.dashboards;

import io.pulsefleet.wire.RawJson;

/**
 * A dashboard as a file, to be kept or given to others.
 *
 * @param format which version of this form it is: {@value #FORMAT}
 * @param dashboard title, description and charts
 */
public record DashboardFile(Integer format, RawJson dashboard) {

    static final int FORMAT = 1;
}
