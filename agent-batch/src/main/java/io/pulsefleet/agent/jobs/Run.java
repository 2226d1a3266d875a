package io.pulsefleet.agent.jobs;

import static java.lang.System.Logger.Level.INFO;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.pulsefleet.agent.spool.SegmentName;
import io.pulsefleet.wire.JobRun;
import jakarta.batch.runtime.BatchStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * One execution of a job, counted as it goes.
 *
 * <p>Jakarta Batch counts items and commits; here it is visits and readings, as people think of them, at any moment.
 */
final class Run {

    private static final System.Logger LOG = System.getLogger(Run.class.getName());

    private final String job;
    private final String boot;
    private final long execution;
    private final Instant startedAt = Instant.now();
    private final Ring ring = new Ring();
    private final CountDownLatch recorded = new CountDownLatch(1);

    private BatchStatus state = BatchStatus.STARTING;
    private Optional<Instant> endedAt = Optional.empty();
    private long chunks;
    private long visits;
    private long readings;
    private long skipped;
    private long errors;

    Run(String job, String boot, long execution) {
        this.job = job;
        this.boot = boot;
        this.execution = execution;
    }

    String job() {
        return job;
    }

    long execution() {
        return execution;
    }

    Ring ring() {
        return ring;
    }

    synchronized BatchStatus state() {
        return state;
    }

    synchronized boolean isRunning() {
        return endedAt.isEmpty();
    }

    synchronized void started() {
        if (state == BatchStatus.STARTING) {
            state = BatchStatus.STARTED;
        }
    }

    synchronized void stopping() {
        if (isRunning()) {
            state = BatchStatus.STOPPING;
        }
    }

    synchronized void ended(BatchStatus how) {
        if (isRunning()) {
            state = how;
            endedAt = Optional.of(Instant.now());
        }
    }

    /** Its end is in the spool. */
    void recorded() {
        recorded.countDown();
    }

    void awaitRecorded(Duration atMost) throws InterruptedException {
        var inTime = recorded.await(atMost.toNanos(), NANOSECONDS);
        if (!inTime) {
            LOG.log(INFO, "{0}: execution {1} was still busy when the agent stopped", job, execution);
        }
    }

    /** The name of the next segment; the same until {@link #sealed}, so a chunk that is tried twice keeps its name. */
    synchronized SegmentName segment() {
        return new SegmentName(boot, execution, chunks);
    }

    synchronized void sealed() {
        chunks++;
    }

    synchronized void visited(long readingsFound) {
        visited(1, readingsFound);
    }

    synchronized void visited(int visitsOver, long readingsFound) {
        visits += visitsOver;
        readings += readingsFound;
    }

    synchronized void skipped(int items) {
        skipped += items;
    }

    synchronized void failed() {
        errors++;
    }

    synchronized JobRun snapshot() {
        return new JobRun(
                job,
                boot,
                execution,
                state.name(),
                startedAt,
                endedAt.orElse(null),
                visits,
                readings,
                skipped,
                errors,
                endedAt.isEmpty() ? "" : state.name(),
                endedAt.orElseGet(Instant::now));
    }
}
