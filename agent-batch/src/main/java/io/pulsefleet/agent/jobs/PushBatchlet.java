package io.pulsefleet.agent.jobs;

import io.pulsefleet.agent.push.Outlets;
import io.pulsefleet.settings.Settings;
import jakarta.batch.api.Batchlet;
import jakarta.batch.runtime.context.JobContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Instant;

/** The shift of pushing to one receiver; the job is called like it. It counts what was pushed as a visit. */
@Named
@Dependent
public class PushBatchlet implements Batchlet {

    @Inject
    JobContext context;

    @Inject
    Runs runs;

    @Inject
    Settings settings;

    @Inject
    Outlets outlets;

    @Override
    public String process() {
        var run = runs.of(context.getJobName(), context.getExecutionId());
        outlets.work(
                context.getJobName(), Instant.now().plus(settings.get(JobsConfig.SHIFT_LENGTH)), () -> run.visited(1));
        return ""; // the exit status of the step; the run's own says all
    }

    @Override
    public void stop() {
        outlets.stop(context.getJobName());
    }
}
