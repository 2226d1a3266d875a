/** One box for all that has a name: hosts, databases, monitors, dashboards, jobs, settings. */
package io.pulsefleet.hub.search;
