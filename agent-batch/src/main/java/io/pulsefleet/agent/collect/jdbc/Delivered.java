package io.pulsefleet.agent.collect.jdbc;

import io.pulsefleet.wire.Plan;
import io.pulsefleet.wire.PlannedDatabase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/** Databases that the hub has this agent watch, beside those of its own settings. They may be others at any time. */
@ApplicationScoped
public class Delivered {

    private volatile List<PlannedDatabase> all = List.of();

    /** A plan that says nothing of databases leaves them as they are. */
    public void follow(@Observes Plan plan) {
        if (plan.databases() != null) {
            all = plan.databases();
        }
    }

    public List<PlannedDatabase> all() {
        return all;
    }

    /** Those that a job takes. */
    public List<PlannedDatabase> takenBy(Claim claim) {
        return all.stream().filter(claim::takes).toList();
    }
}
