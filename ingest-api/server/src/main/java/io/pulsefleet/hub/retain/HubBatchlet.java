package io.pulsefleet.hub.retain;

import jakarta.batch.api.Batchlet;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** A part of one of the hub's jobs: works for its run, and tells it of a failure, which ends the part. */
abstract class HubBatchlet implements Batchlet {

    private static final Logger LOG = System.getLogger(HubBatchlet.class.getName());

    @Inject
    HubJobs jobs;

    abstract void work(HubRun run);

    @Override
    public String process() {
        var run = jobs.current();
        try {
            work(run);
            return "";
        } catch (RuntimeException failed) {
            LOG.log(Level.ERROR, "The job " + run.job() + " failed", failed);
            run.failed(failed);
            throw failed;
        }
    }

    @Override
    public void stop() {
        jobs.running().ifPresent(HubRun::stop);
    }
}
