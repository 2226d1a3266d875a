package io.pulsefleet.hub.retain;

import io.pulsefleet.store.history.Policies;
import io.pulsefleet.store.history.Retention;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;

/** Removes what is over. */
@Named
@Dependent
public class RetainBatchlet extends HubBatchlet {

    private static final Logger LOG = System.getLogger(RetainBatchlet.class.getName());

    @Inject
    Retention retention;

    @Inject
    Policies policies;

    @Override
    void work(HubRun run) {
        for (var removal : retention.apply(Instant.now(), policies.all())) {
            run.did(removal.rows());
            LOG.log(Level.INFO, "{0}", removal);
        }
    }
}
