/**
 * What hub and agents say of uptime.
 *
 * <pre>
 * agent                                                             hub
 *   LeaseRequest       -- POST /api/v1/agents/{id}/uptime-lease -->   LeaseAnswer (its time, who probes, the monitors)
 *   Heartbeats         -- as a Document in a Shipment ------------>   counted, or kept apart
 * </pre>
 *
 * <p>Every time slot of a monitor in a datacenter is counted once. Slots follow from the monitor alone ({@link Slots}), so
 * that whoever probes knows them without asking.
 */
package io.pulsefleet.wire.uptime;
