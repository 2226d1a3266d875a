package io.pulsefleet.agent.jobs;

import io.pulsefleet.agent.deliver.Delivery;
import io.pulsefleet.settings.Settings;
import jakarta.batch.api.Batchlet;
import jakarta.batch.runtime.context.JobContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Instant;

/** The delivery's shift. It counts a shipment as a visit, and the readings that the hub has now. */
@Named
@Dependent
public class DeliverBatchlet implements Batchlet {

    @Inject
    JobContext context;

    @Inject
    Runs runs;

    @Inject
    Settings settings;

    @Inject
    Delivery delivery;

    @Override
    public String process() {
        var run = runs.of(context.getJobName(), context.getExecutionId());
        delivery.work(
                Instant.now().plus(settings.get(JobsConfig.SHIFT_LENGTH)), segment -> run.visited(segment.readings()));
        return ""; // the exit status of the step; the run's own says all
    }

    @Override
    public void stop() {
        delivery.stop();
    }
}
