package io.pulsefleet.store.uptime;

import io.pulsefleet.store.uptime.ProberLeases.Grant;
import java.util.Collection;

/**
 * Whether a heartbeat counts. Decided by who was given its datacenter's lease, and when. An agent whose lease ran out while
 * the hub was away, and who is given the next one itself, has held it throughout: nobody else has probed.
 */
enum Judgement {
    COUNTED(""),
    /** Another had the lease when it was executed. */
    LATER_LEASE("later_lease"),
    /** Its agent never had this lease. */
    NO_LEASE("no_lease");

    private final String why;

    Judgement(String why) {
        this.why = why;
    }

    String why() {
        return why;
    }

    /** @param grants of its datacenter */
    static Judgement of(NewHeartbeat heartbeat, Collection<Grant> grants) {
        if (heartbeat.lease() == 0 && heartbeat.datacenter().equals(NewHeartbeat.PUSH)) {
            return COUNTED;
        }
        if (grants.stream()
                .noneMatch(grant -> grant.number() == heartbeat.lease() && grant.agent() == heartbeat.agent())) {
            return NO_LEASE;
        }
        return grants.stream()
                        .anyMatch(grant -> grant.number() > heartbeat.lease()
                                && grant.agent() != heartbeat.agent()
                                && !grant.at().isAfter(heartbeat.executedAt()))
                ? LATER_LEASE
                : COUNTED;
    }
}
