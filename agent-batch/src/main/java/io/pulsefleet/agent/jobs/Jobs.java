package io.pulsefleet.agent.jobs;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;

import io.pulsefleet.wire.JobRun;
import io.pulsefleet.wire.batch.Execution;
import jakarta.batch.operations.BatchRuntimeException;
import jakarta.batch.operations.JobOperator;
import jakarta.batch.runtime.BatchRuntime;
import jakarta.batch.runtime.BatchStatus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/**
 * Starts and stops jobs. Nobody else calls Jakarta Batch's JobOperator, so a job never runs twice at once, and all jobs
 * start from this module, where their JSL is found.
 */
@ApplicationScoped
public class Jobs {

    private static final Set<BatchStatus> OVER =
            EnumSet.of(BatchStatus.COMPLETED, BatchStatus.FAILED, BatchStatus.STOPPED, BatchStatus.ABANDONED);

    private static final System.Logger LOG = System.getLogger(Jobs.class.getName());

    @Inject
    Runs runs;

    @Inject
    RunRecords records;

    /** @throws NotNowException when it runs already, or cannot be started */
    public JobRun start(String job) {
        return start(job, new Properties());
    }

    /** @throws NotNowException when it runs already, or cannot be started */
    synchronized JobRun start(String job, Properties parameters) {
        refuseWhileRunning(job);
        try {
            return runs.of(job, operator().start(job, parameters)).snapshot();
        } catch (BatchRuntimeException refused) {
            throw new NotNowException(job + ": cannot be started (" + refused.getMessage() + ")", refused);
        }
    }

    /**
     * Asks it to stop. It ends as STOPPED when the visit or the shipment that is on its way is over.
     *
     * @throws NotNowException when it does not run
     */
    public synchronized JobRun stop(String job) {
        var run = newestSettled(job)
                .filter(Run::isRunning)
                .orElseThrow(() -> new NotNowException(job + ": does not run, so it cannot be stopped"));
        try {
            operator().stop(run.execution());
        } catch (BatchRuntimeException endedMeanwhile) {
            throw new NotNowException(job + ": has just ended by itself", endedMeanwhile);
        }
        run.stopping();
        run.ring().close();
        return run.snapshot();
    }

    /**
     * Goes on with a run that was stopped or failed.
     *
     * @throws NotNowException when its newest run is no such run
     */
    public synchronized JobRun restart(String job) {
        refuseWhileRunning(job);
        var run = runs.newest(job)
                .filter(newest -> newest.state() == BatchStatus.STOPPED || newest.state() == BatchStatus.FAILED)
                .orElseThrow(() -> new NotNowException(job + ": was neither stopped nor did it fail; start it"));
        try {
            return runs.of(job, operator().restart(run.execution(), parameters(run)))
                    .snapshot();
        } catch (BatchRuntimeException refused) {
            throw new NotNowException(job + ": cannot go on (" + refused.getMessage() + "); start it", refused);
        }
    }

    /** A restart has only those that it is given. */
    private static Properties parameters(Run run) {
        var given = operator().getJobExecution(run.execution()).getJobParameters();
        return given == null ? new Properties() : given;
    }

    /**
     * Gives up a run that was stopped or failed: it cannot go on any more, only a new one can start.
     *
     * @throws NotNowException when its newest run is no such run
     */
    public synchronized JobRun abandon(String job) {
        var run = newestSettled(job)
                .filter(newest -> newest.state() == BatchStatus.STOPPED || newest.state() == BatchStatus.FAILED)
                .orElseThrow(() -> new NotNowException(
                        job + ": was neither stopped nor did it fail, so there is nothing to abandon"));
        try {
            operator().abandon(run.execution());
        } catch (BatchRuntimeException refused) {
            throw new NotNowException(job + ": cannot be abandoned (" + refused.getMessage() + ")", refused);
        }
        run.abandoned();
        look(run);
        records.seal(run);
        return run.snapshot();
    }

    /**
     * What a run since the agent's start is like inside, or was.
     *
     * @throws NoSuchJobException when there is none, or it is long over
     */
    public Execution inside(String job, long execution) {
        newestSettled(job);
        return runs.all(job).stream()
                .filter(run -> run.execution() == execution)
                .findFirst()
                .map(this::inside)
                .orElseThrow(() -> new NoSuchJobException(
                        job + ": has no execution " + execution + " among its newest since the agent started"));
    }

    /** That it cannot be told what a run was like is no reason not to tell that it is over. */
    void look(Run run) {
        try {
            run.was(inside(run));
        } catch (BatchRuntimeException | IllegalArgumentException untold) {
            LOG.log(INFO, "{0}: what execution {1} was like cannot be told: {2}", run.job(), run.execution(), untold);
        }
    }

    /** The state and the end are ours: the runtime tells them only after the job's last listener. */
    Execution inside(Run run) {
        var all = Inside.of(
                operator().getJobExecution(run.execution()),
                operator().getJobInstance(run.execution()).getInstanceId(),
                operator().getStepExecutions(run.execution()),
                run.troubles(),
                run.expected());
        var now = run.snapshot();
        return new Execution(
                all.job(),
                all.instance(),
                all.execution(),
                now.state(),
                now.exit(),
                all.createdAt(),
                all.startedAt(),
                now.endedAt(),
                now.updatedAt(),
                all.parameters(),
                all.steps());
    }

    /** Stops all that run, and returns when their ends are on record, or when the time is up. */
    public void stopAll(Duration atMost) {
        var end = System.nanoTime() + atMost.toNanos();
        var running = runs.running().stream()
                .map(run -> runs.of(run.job(), run.execution()))
                .toList();
        running.forEach(run -> {
            try {
                stop(run.job());
            } catch (NotNowException endedMeanwhile) {
                LOG.log(DEBUG, endedMeanwhile.getMessage());
            }
        });
        try {
            for (var run : running) {
                run.awaitRecorded(Duration.ofNanos(end - System.nanoTime()));
            }
        } catch (InterruptedException theServerStops) {
            Thread.currentThread().interrupt();
        }
    }

    /** Newest first, at most 20, since the agent's start. */
    public List<JobRun> runs(String job) {
        newestSettled(job);
        return runs.all(job).stream().map(Run::snapshot).toList();
    }

    /** @return false when it was dropped because the job is still at its last visit */
    public boolean ring(String job, Instant at) {
        var run = runs.newest(job);
        var dropped = run.filter(newest -> newest.ring().ring(at) == Ring.Heard.BUSY);
        dropped.ifPresent(busy -> busy.due(at));
        return dropped.isEmpty();
    }

    /**
     * A visit by hand, beside those that the schedule rings for.
     *
     * @return the run that visits
     * @throws NotNowException when it does not run, or is at a visit
     */
    public synchronized JobRun visit(String job, Instant at) {
        var run = newestSettled(job)
                .filter(Run::isRunning)
                .orElseThrow(() -> new NotNowException(job + ": does not run, so it cannot visit; start it"));
        return switch (run.ring().ring(at)) {
            case YES -> run.snapshot();
            case BUSY -> throw new NotNowException(job + ": is at a visit; when it is over, ask again");
            case NOBODY -> throw new NotNowException(job + ": begins or ends its shift just now; ask again");
        };
    }

    private void refuseWhileRunning(String job) {
        newestSettled(job).filter(Run::isRunning).ifPresent(run -> {
            throw new NotNowException(job + ": runs already, as execution " + run.execution());
        });
    }

    /** A run that ended before its first listener was called, or broke, is known to the operator only. */
    private Optional<Run> newestSettled(String job) {
        var newest = runs.newest(job);
        newest.filter(Run::isRunning).ifPresent(run -> {
            var status = operator().getJobExecution(run.execution()).getBatchStatus();
            if (OVER.contains(status)) {
                run.ended(status);
            }
        });
        return newest;
    }

    private static JobOperator operator() {
        return BatchRuntime.getJobOperator();
    }
}
