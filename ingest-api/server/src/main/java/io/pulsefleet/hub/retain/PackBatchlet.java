package io.pulsefleet.hub.retain;

import io.pulsefleet.store.history.Packing;
import io.pulsefleet.store.history.Packing.Outcome;
import jakarta.batch.api.BatchProperty;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Packs one closed hour. */
@Named
@Dependent
public class PackBatchlet extends HubBatchlet {

    private static final Logger LOG = System.getLogger(PackBatchlet.class.getName());

    @Inject
    @BatchProperty(name = PackMapper.LEAF)
    String leaf;

    @Inject
    Packing packing;

    @Override
    String part() {
        return leaf;
    }

    @Override
    void work(HubRun run) {
        if (leaf.equals(Parts.NOTHING) || !jobs.mayGoOn(run)) {
            return;
        }
        var outcome = packing.pack(leaf);
        if (outcome instanceof Outcome.Packed packed) {
            did(run, packed.samples());
            LOG.log(Level.INFO, "{0}: {1} visits in {2} slices", leaf, packed.rows(), packed.slices());
        } else if (outcome instanceof Outcome.Busy) {
            run.skipped();
            LOG.log(Level.WARNING, "{0} is in use; the next run will pack it.", leaf);
        } else {
            LOG.log(Level.DEBUG, "{0}: {1}", leaf, outcome);
        }
    }
}
