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
        jobs.record(jobs.current(), context.getExecutionId(), BatchStatus.STARTED.name(), false);
    }

    @Override
    public void afterJob() {
        var run = jobs.current();
        try {
            jobs.record(run, context.getExecutionId(), state().name(), true);
        } finally {
            jobs.end(run);
        }
    }

    /** The runtime says COMPLETED only after this listener. */
    private BatchStatus state() {
        return switch (context.getBatchStatus()) {
            case FAILED -> BatchStatus.FAILED;
            case STOPPING, STOPPED -> BatchStatus.STOPPED;
            default -> BatchStatus.COMPLETED;
        };
    }
}
