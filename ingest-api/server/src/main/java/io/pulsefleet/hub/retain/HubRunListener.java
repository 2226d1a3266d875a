package io.pulsefleet.hub.retain;

import jakarta.batch.api.listener.AbstractJobListener;
import jakarta.batch.runtime.BatchStatus;
import jakarta.batch.runtime.context.JobContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** Keeps a record of the run when it starts and when it ends. */
@Named
@Dependent
public class HubRunListener extends AbstractJobListener {

    @Inject
    JobContext context;

    @Inject
    HubJobs jobs;

    @Override
    public void beforeJob() {
        var run = jobs.current();
        run.begins(context.getExecutionId());
        jobs.recordProgress(run);
    }

    @Override
    public void afterJob() {
        var run = jobs.current();
        try {
            jobs.recordEnd(run, state(run).name());
        } finally {
            jobs.end(run);
        }
    }

    /** The runtime says COMPLETED only after this listener, and of one whose parts left off when they were told to as well. */
    private BatchStatus state(HubRun run) {
        return switch (context.getBatchStatus()) {
            case FAILED -> BatchStatus.FAILED;
            case STOPPING, STOPPED -> BatchStatus.STOPPED;
            default -> run.isStopping() ? BatchStatus.STOPPED : BatchStatus.COMPLETED;
        };
    }
}
