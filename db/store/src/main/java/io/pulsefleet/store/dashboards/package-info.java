/** Dashboards that users put together. */
package io.pulsefleet.store.dashboards;
