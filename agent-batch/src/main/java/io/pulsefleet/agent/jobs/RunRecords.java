package io.pulsefleet.agent.jobs;

import io.pulsefleet.agent.spool.Spool;
import io.pulsefleet.wire.Shipment;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** Records of runs on their way to the hub. */
@ApplicationScoped
class RunRecords {

    private final Spool spool;

    /** For the container's proxies only. */
    RunRecords() {
        this(null);
    }

    @Inject
    RunRecords(Spool spool) {
        this.spool = spool;
    }

    /**
     * How it is now, and what it was like where it is over. One at a time: who gives up a run that is just ending would
     * name their record as its end is named, and of two with one name the spool keeps the first.
     */
    synchronized void seal(Run run) {
        var now = run.snapshot();
        var record = run.inside().map(now::with).orElse(now);
        spool.seal(run.segment(), Shipment.ofRuns(List.of(record)), List.of());
        run.sealed();
    }
}
