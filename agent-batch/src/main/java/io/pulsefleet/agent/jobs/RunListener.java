package io.pulsefleet.agent.jobs;

import jakarta.batch.api.listener.AbstractJobListener;
import jakarta.batch.runtime.BatchStatus;
import jakarta.batch.runtime.context.JobContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** Seals a record of the run when it starts and when it ends, so that the hub knows of every run. */
@Named
@Dependent
public class RunListener extends AbstractJobListener {

    @Inject
    JobContext context;

    @Inject
    Runs runs;

    @Inject
    RunRecords records;

    @Inject
    Jobs jobs;

    @Override
    public void beforeJob() {
        var run = run();
        run.started();
        records.seal(run);
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
        try {
            jobs.look(run);
            records.seal(run);
        } finally {
            run.recorded();
        }
    }

    private Run run() {
        return runs.of(context.getJobName(), context.getExecutionId());
    }
}
