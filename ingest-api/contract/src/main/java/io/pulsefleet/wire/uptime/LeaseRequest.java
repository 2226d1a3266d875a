package io.pulsefleet.wire.uptime;

import io.pulsefleet.wire.Required;

/**
 * An agent wants to probe for its datacenter, or wants to go on doing so. Sent every few seconds by every agent that
 * names a datacenter.
 *
 * @param datacenter as the agent's setting {@code DATACENTER_ID} says
 * @param number of the lease that it holds; null: it holds none
 * @param plan the revision of the monitors that it has; null: it has none
 * @param release whether it ends: the lease is free from now on
 */
public record LeaseRequest(String datacenter, Long number, Long plan, boolean release) {

    public LeaseRequest {
        Required.name("datacenter", datacenter);
    }
}
