package io.pulsefleet.agent.jobs;

import io.pulsefleet.wire.batch.Trouble;
import jakarta.batch.api.listener.AbstractStepListener;
import jakarta.batch.runtime.context.JobContext;
import jakarta.batch.runtime.context.StepContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.PrintWriter;
import java.io.StringWriter;

/** Keeps why a step failed: only the step itself is told. */
@Named
@Dependent
public class TroubleListener extends AbstractStepListener {

    @Inject
    JobContext job;

    @Inject
    StepContext step;

    @Inject
    Runs runs;

    @Override
    public void afterStep() {
        var why = step.getException();
        if (why != null) {
            runs.of(job.getJobName(), job.getExecutionId()).failedAt(step.getStepName(), troubleOf(why));
        }
    }

    private static Trouble troubleOf(Exception why) {
        var stack = new StringWriter();
        why.printStackTrace(new PrintWriter(stack));
        return new Trouble(why.getClass().getName(), why.getMessage(), stack.toString());
    }
}
