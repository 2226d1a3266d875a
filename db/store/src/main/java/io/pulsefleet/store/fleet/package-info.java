/** The fleet: agents, their heartbeats, the runs of their jobs. */
package io.pulsefleet.store.fleet;
