package io.pulsefleet.hub.events;

import io.pulsefleet.store.Rows;
import io.pulsefleet.store.events.HostEvents;
import io.pulsefleet.store.fleet.Beats.Restart;
import io.pulsefleet.wire.HostEvent;
import io.pulsefleet.wire.HostEventType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** What the hub itself sees of a host. */
@ApplicationScoped
public class OwnEvents {

    private static final String TARGET = "hub";

    @Inject
    HostEvents events;

    /** Keeps in the caller's transaction that they began anew. */
    public void restarted(Collection<Restart> restarts) {
        for (var restart : restarts) {
            tell(restart.agent(), restart.at(), event(restart));
        }
    }

    /** Keeps in the caller's transaction what else happened. */
    public void tell(int agent, Instant at, HostEvent event) {
        var rows = new Rows();
        HostEvents.add(rows, EventRow.of(agent, at, TARGET, event));
        events.writeRows(at, List.of(rows));
    }

    private static HostEvent event(Restart restart) {
        var isOther = !restart.from().equals(restart.to());
        return new HostEvent(
                HostEventType.AGENT_RESTARTED.toString(),
                "agent",
                restart.from(),
                restart.to(),
                "the agent started anew" + (isOther ? ", as version " + restart.to() : ""));
    }
}
