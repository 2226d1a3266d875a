package io.pulsefleet.hub.retain;

import io.pulsefleet.hub.audit.AuditKeeping;
import io.pulsefleet.store.history.Clock;
import io.pulsefleet.store.history.Policies;
import io.pulsefleet.store.history.Retention;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Removes what is over. */
@Named
@Dependent
public class RetainBatchlet extends HubBatchlet {

    private static final Logger LOG = System.getLogger(RetainBatchlet.class.getName());

    @Inject
    Retention retention;

    @Inject
    Policies policies;

    @Inject
    AuditKeeping audit;

    @Inject
    Clock clock;

    @Override
    void work(HubRun run) {
        for (var removal : retention.apply(clock.now(), policies.all(), () -> jobs.mayGoOn(run))) {
            run.did(removal.rows());
            LOG.log(Level.INFO, "{0}", removal);
        }
        audit.work(clock.now(), () -> jobs.mayGoOn(run), run::did);
    }
}
