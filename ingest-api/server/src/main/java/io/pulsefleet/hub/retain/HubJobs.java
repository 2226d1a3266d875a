package io.pulsefleet.hub.retain;

import io.pulsefleet.store.lease.Leases;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.batch.runtime.BatchRuntime;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Starts the hub's own jobs; nobody else calls Jakarta Batch's JobOperator. One of them runs at a time, over all hubs of
 * the database: whoever has the lease. It is extended while the job runs, and ends by itself when its hub is gone.
 */
@ApplicationScoped
public class HubJobs {

    static final Set<String> NAMES = Set.of("pack", "roll", "uptime-roll", "retain");

    private static final Logger LOG = System.getLogger(HubJobs.class.getName());
    private static final String LEASE = "packing";
    private static final Duration LENGTH = Duration.ofSeconds(60);
    private static final Duration EXTEND_EVERY = Duration.ofSeconds(15);

    @Resource
    ManagedScheduledExecutorService executor;

    @Inject
    Leases leases;

    @Inject
    HubRuns runs;

    private final String boot = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX) + "-"
            + Integer.toHexString(ThreadLocalRandom.current().nextInt());
    private volatile HubRun running;
    private Future<?> extending;

    /** @throws NotNowException when one of them runs already, here or at another hub */
    synchronized HubRun start(String job) throws NotNowException {
        var before = running;
        if (before != null) {
            throw new NotNowException("The job '" + before.job() + "' runs; one runs at a time.");
        }
        var fence = leases.take(LEASE, boot, LENGTH)
                .orElseThrow(() -> new NotNowException("Another hub is at it, or a hub was killed at it just now."));
        var run = new HubRun(job, fence);
        running = run;
        try {
            runs.interruptAllBut(boot);
            extending = executor.scheduleAtFixedRate(
                    () -> extend(run), EXTEND_EVERY.toSeconds(), EXTEND_EVERY.toSeconds(), TimeUnit.SECONDS);
            BatchRuntime.getJobOperator().start(job, new Properties());
            return run;
        } catch (RuntimeException failed) {
            end(run);
            throw failed;
        }
    }

    /** The one that runs here. */
    Optional<HubRun> running() {
        return Optional.ofNullable(running);
    }

    /** What the listener and the parts of a job work for. */
    HubRun current() {
        return running().orElseThrow(() -> new IllegalStateException("no job runs"));
    }

    /** Asked before each step that changes something: neither told to stop, nor without the lease by now. */
    boolean mayGoOn(HubRun run) {
        if (!run.isStopping() && !leases.extend(LEASE, run.fence(), LENGTH)) {
            run.stop();
        }
        return !run.isStopping();
    }

    /**
     * Asks a run to end after the parts that it is at. One at another hub learns of it by its lease, before its next part or
     * within {@link #EXTEND_EVERY}.
     *
     * @return false: it does not run
     */
    boolean stop(String job) {
        var here = running;
        if (here != null) {
            if (here.job().equals(job)) {
                here.stop();
            }
            return here.job().equals(job);
        }
        return runs.isRunning(job) && leases.end(LEASE);
    }

    /** As far as it has come; none that has come to its end. */
    void recordProgress(HubRun run) {
        synchronized (run) {
            if (run.goesOn()) {
                runs.hear(run.snapshot(boot, run.isStopping() ? "STOPPING" : "STARTED", false));
            }
        }
    }

    void recordEnd(HubRun run, String state) {
        synchronized (run) {
            runs.hear(run.snapshot(boot, state, true));
            run.isTold();
        }
    }

    /** All is on record: the next may start. */
    synchronized void end(HubRun run) {
        if (extending != null) {
            extending.cancel(false);
        }
        running = null;
        try {
            leases.release(LEASE, run.fence());
        } catch (RuntimeException away) {
            LOG.log(Level.WARNING, "The lease was not given back, it ends in a minute: {0}", away.toString());
        } finally {
            run.end();
        }
    }

    /** Lost: each part is a transaction that bears another beside it, so what runs may come to its end. */
    private void extend(HubRun run) {
        try {
            if (!leases.extend(LEASE, run.fence(), LENGTH)) {
                LOG.log(Level.WARNING, "The job {0} has lost its lease at {1}.", run.job(), Instant.now());
                run.stop();
            }
            recordProgress(run);
        } catch (RuntimeException nextTime) { // else it would never be tried again
            LOG.log(Level.WARNING, "The lease was not extended: {0}", nextTime.toString());
        }
    }

    @PreDestroy
    void stop() {
        running().ifPresent(HubRun::stop);
    }
}
