package io.pulsefleet.agent.jobs;

import io.pulsefleet.agent.spool.Spool;
import io.pulsefleet.wire.Shipment;
import jakarta.batch.api.listener.AbstractJobListener;
import jakarta.batch.runtime.BatchStatus;
import jakarta.batch.runtime.context.JobContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;

/** Seals a record of the run when it starts and when it ends, so that the hub knows of every run. */
@Named
@Dependent
public class RunListener extends AbstractJobListener {

    @Inject
    JobContext context;

    @Inject
    Runs runs;

    @Inject
    Spool spool;

    @Override
    public void beforeJob() {
        var run = run();
        run.started();
        seal(run);
    }

    @Override
    public void afterJob() {
        var run = run();
        run.ended(
                switch (context.getBatchStatus()) {
                    case FAILED -> BatchStatus.FAILED;
                    case STOPPING, STOPPED -> BatchStatus.STOPPED;
                    default -> BatchStatus.COMPLETED; // the runtime says so only after this listener
                });
        seal(run);
        run.recorded();
    }

    private void seal(Run run) {
        spool.seal(run.segment(), Shipment.ofRuns(List.of(run.snapshot())), List.of());
        run.sealed();
    }

    private Run run() {
        return runs.of(context.getJobName(), context.getExecutionId());
    }
}
