package io.pulsefleet.hub.retain;

import jakarta.batch.api.Batchlet;
import jakarta.batch.runtime.BatchStatus;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** A part of one of the hub's jobs: works for its run, and tells it of a failure, which ends the part. */
abstract class HubBatchlet implements Batchlet {

    private static final Logger LOG = System.getLogger(HubBatchlet.class.getName());

    @Inject
    HubJobs jobs;

    private long samples;

    /** A piece of it is done. */
    final void did(HubRun run, long more) {
        samples += more;
        run.did(more);
    }

    abstract void work(HubRun run);

    /** Which of the things that were planned it works on; empty: none of its own. */
    String part() {
        return "";
    }

    @Override
    public String process() {
        var run = jobs.current();
        run.begins(part());
        try {
            work(run);
            run.ends(part(), run.isStopping() ? BatchStatus.STOPPED : BatchStatus.COMPLETED, samples);
            return "";
        } catch (RuntimeException failed) {
            LOG.log(Level.ERROR, "The job " + run.job() + " failed", failed);
            run.ends(part(), BatchStatus.FAILED, samples);
            run.failed(failed);
            throw failed;
        }
    }

    @Override
    public void stop() {
        jobs.running().ifPresent(HubRun::stop);
    }
}
