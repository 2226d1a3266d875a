package io.pulsefleet.agent.status;

import io.pulsefleet.agent.fleet.Boot;
import io.pulsefleet.agent.fleet.Fleet;
import io.pulsefleet.agent.fleet.Identity;
import io.pulsefleet.agent.fleet.Membership;
import io.pulsefleet.agent.fleet.Plans;
import io.pulsefleet.agent.hub.HubLink;
import io.pulsefleet.agent.push.Outlets;
import io.pulsefleet.agent.spool.Spool;
import io.pulsefleet.agent.trouble.Troubles;
import io.pulsefleet.wire.Plan;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Locale;

/** How this agent is, in one look. */
@ApplicationScoped
public class AgentStatus {

    @Inject
    Boot boot;

    @Inject
    Identity identity;

    @Inject
    Membership membership;

    @Inject
    Fleet fleet;

    @Inject
    HubLink link;

    @Inject
    Spool spool;

    @Inject
    Outlets outlets;

    @Inject
    Troubles troubles;

    @Inject
    Plans plans;

    public AgentView now() {
        var hub = link.now();
        return new AgentView(
                identity.agent(),
                fleet.hostname(),
                boot.version(),
                boot.id(),
                boot.startedAt(),
                new AgentView.HubView(
                        link.url(), hub.state().name().toLowerCase(Locale.ROOT), hub.since(), hub.detail()),
                membership.registered(),
                fleet.clockOffset().map(offset -> offset.toMillis() / 1000.0).orElse(null),
                spool.waiting(),
                outlets.views(),
                troubles.now(),
                plans.current().map(Plan::withoutSecrets).orElse(null));
    }
}
