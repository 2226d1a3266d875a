package io.pulsefleet.agent.uptime;

import io.pulsefleet.wire.uptime.LeaseAnswer;
import io.pulsefleet.wire.uptime.PlannedMonitor;
import java.util.List;

/**
 * A lease that this agent holds as far as it knows, and what is to be probed under it.
 *
 * @param plan the revision of the monitors
 */
record KeptLease(String datacenter, long number, long plan, List<PlannedMonitor> monitors) {

    /**
     * What an answer that says HELD makes of what was there.
     *
     * @param before null: nothing
     * @return null when it refers to monitors that are not known here; they are asked for again
     */
    static KeptLease from(String datacenter, LeaseAnswer answer, KeptLease before) {
        var monitors = answer.monitors() != null
                ? answer.monitors()
                : before != null && answer.plan() != null && before.plan == answer.plan() ? before.monitors : null;
        return monitors == null || answer.number() == null || answer.plan() == null
                ? null
                : new KeptLease(datacenter, answer.number(), answer.plan(), monitors);
    }

    /** Never shows secrets. */
    @Override
    public String toString() {
        return "KeptLease[" + datacenter + " " + number + ", plan " + plan + "]";
    }
}
