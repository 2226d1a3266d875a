/** Dashboards that users put together: kept, changed by one at a time, exported and imported. */
package io.pulsefleet.hub.dashboards;
