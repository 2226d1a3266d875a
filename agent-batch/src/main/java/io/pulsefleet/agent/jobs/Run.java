package io.pulsefleet.agent.jobs;

import static java.lang.System.Logger.Level.INFO;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.pulsefleet.agent.spool.SegmentName;
import io.pulsefleet.settings.schedule.Timetable;
import io.pulsefleet.wire.JobRun;
import io.pulsefleet.wire.JobRun.Rhythm;
import io.pulsefleet.wire.batch.Execution;
import io.pulsefleet.wire.batch.Trouble;
import jakarta.batch.runtime.BatchStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

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
    private Optional<Instant> abandonedAt = Optional.empty();
    private long chunks;
    private long visits;
    private long readings;
    private long skipped;
    private long errors;
    private Optional<Instant> dueAt = Optional.empty();
    private Optional<Instant> lastVisitAt = Optional.empty();
    private final Map<String, Trouble> troubles = new TreeMap<>();
    private final Map<String, Long> expected = new TreeMap<>();
    private Optional<Execution> inside = Optional.empty();
    private final Pace pace;
    private final Supplier<Optional<Timetable>> timetable;

    /** @param pace of the runs of this job before, and of this one */
    Run(String job, String boot, long execution, Pace pace, Supplier<Optional<Timetable>> timetable) {
        this.job = job;
        this.boot = boot;
        this.execution = execution;
        this.pace = pace;
        this.timetable = timetable;
    }

    Pace pace() {
        return pace;
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

    /** The oldest that is not over stands: what hangs must be seen, however often it is rung for. */
    synchronized void due(Instant at) {
        if (dueAt.isEmpty()
                || lastVisitAt.filter(last -> !last.isBefore(dueAt.get())).isPresent()) {
            dueAt = Optional.of(at);
            pace.begun(at);
        }
    }

    synchronized void visited(int visitsOver, long readingsFound) {
        var now = Instant.now();
        lastVisitAt = Optional.of(now);
        pace.over(now);
        visits += visitsOver;
        readings += readingsFound;
    }

    synchronized void skipped(int items) {
        skipped += items;
    }

    synchronized void failedAt(String step, Trouble why) {
        troubles.put(step, why);
    }

    /** By the step's name. */
    synchronized Map<String, Trouble> troubles() {
        return Map.copyOf(troubles);
    }

    /** How many items a step has to read, where it knows. */
    synchronized void expects(String step, long items) {
        expected.put(step, items);
    }

    /** By the step's name. */
    synchronized Map<String, Long> expected() {
        return Map.copyOf(expected);
    }

    /** What it was like, known at its end. */
    synchronized void was(Execution all) {
        inside = Optional.of(all);
    }

    synchronized Optional<Execution> inside() {
        return inside;
    }

    /** Given up by a person: nobody goes on with it. */
    synchronized void abandoned() {
        state = BatchStatus.ABANDONED;
        abandonedAt = Optional.of(Instant.now());
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
                abandonedAt.or(() -> endedAt).orElseGet(Instant::now),
                dueAt.orElse(null),
                lastVisitAt.orElse(null),
                null,
                isRunning()
                        ? timetable
                                .get()
                                .map(table -> rhythm(table, Instant.now()))
                                .orElse(null)
                        : null);
    }

    private Rhythm rhythm(Timetable table, Instant now) {
        return new Rhythm(
                table.after(now).orElse(null),
                table.schedule().paused() ? "paused" : table.rests(now) ? "hours" : null,
                pace.tookSeconds().orElse(null),
                pace.usualSeconds().orElse(null));
    }
}
