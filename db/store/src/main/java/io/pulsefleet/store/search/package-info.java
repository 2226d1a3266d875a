/** What there is, by name: hosts, databases, monitors, jobs, settings. */
package io.pulsefleet.store.search;
