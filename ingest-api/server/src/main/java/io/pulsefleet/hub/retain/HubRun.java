package io.pulsefleet.hub.retain;

import io.pulsefleet.wire.JobRun;
import io.pulsefleet.wire.batch.Execution;
import io.pulsefleet.wire.batch.Metrics;
import io.pulsefleet.wire.batch.Partition;
import io.pulsefleet.wire.batch.Step;
import io.pulsefleet.wire.batch.Trouble;
import jakarta.batch.runtime.BatchStatus;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One run of one of the hub's own jobs. A visit is a partition or a day's bucket, its readings are samples. Where what is to
 * do is known before, each thing is a part from the beginning on, so that what is left is known, too.
 */
final class HubRun {

    private static final long NOT_YET = 0;

    private final String job;
    private final long fence;
    private final Instant startedAt = now();
    private final AtomicLong visits = new AtomicLong();
    private final AtomicLong readings = new AtomicLong();
    private final AtomicLong skipped = new AtomicLong();
    private final AtomicLong errors = new AtomicLong();
    private final Map<String, Partition> parts = new LinkedHashMap<>();
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private volatile String exit = "";
    private volatile Trouble trouble;
    private volatile boolean stopping;
    private volatile boolean told;
    private volatile long execution = NOT_YET;

    HubRun(String job, long fence) {
        this.job = job;
        this.fence = fence;
    }

    String job() {
        return job;
    }

    long fence() {
        return fence;
    }

    void begins(long execution) {
        this.execution = execution;
    }

    /** It has begun, and its end is not on record. */
    boolean goesOn() {
        return execution != NOT_YET && !told;
    }

    /** Its end is on record. */
    void isTold() {
        told = true;
    }

    /** @param names of all that is to do */
    synchronized void plans(List<String> names) {
        names.stream()
                .limit(Step.MOST_PARTITIONS)
                .forEach(name -> parts.put(name, part(parts.size(), BatchStatus.STARTING, name, null, null, 0)));
    }

    synchronized void begins(String name) {
        parts.computeIfPresent(name, (same, part) -> part(part.number(), BatchStatus.STARTED, name, now(), null, 0));
    }

    synchronized void ends(String name, BatchStatus state, long samples) {
        parts.computeIfPresent(
                name, (same, part) -> part(part.number(), state, name, part.startedAt(), now(), samples));
    }

    private static Partition part(
            int number, BatchStatus state, String name, Instant startedAt, Instant endedAt, long samples) {
        return new Partition(number, state.name(), name, startedAt, endedAt, new Metrics(0, samples, 0, 0, 0, 0, 0, 0));
    }

    void did(long samples) {
        visits.incrementAndGet();
        readings.addAndGet(samples);
    }

    /** Somebody else uses it: the next run will do it. */
    void skipped() {
        skipped.incrementAndGet();
    }

    void failed(RuntimeException failure) {
        errors.incrementAndGet();
        exit = String.valueOf(failure.getMessage());
        var stack = new StringWriter();
        failure.printStackTrace(new PrintWriter(stack));
        trouble = new Trouble(failure.getClass().getName(), failure.getMessage(), stack.toString());
    }

    void stop() {
        stopping = true;
    }

    boolean isStopping() {
        return stopping;
    }

    void end() {
        over.complete(null);
    }

    CompletableFuture<Void> over() {
        return over;
    }

    JobRun snapshot(String boot, String state, boolean ended) {
        var now = now();
        return new JobRun(
                        job,
                        boot,
                        execution,
                        state,
                        startedAt,
                        ended ? now : null,
                        visits.get(),
                        readings.get(),
                        skipped.get(),
                        errors.get(),
                        ended && exit.isEmpty() ? state : exit,
                        now)
                .with(inside(state, ended ? now : null, now));
    }

    private synchronized Execution inside(String state, Instant endedAt, Instant now) {
        var step = new Step(
                job,
                state,
                "",
                startedAt,
                endedAt,
                new Metrics(0, readings.get(), 0, 0, 0, skipped.get(), visits.get(), errors.get()),
                null,
                List.copyOf(parts.values()),
                trouble);
        return new Execution(
                job, execution, execution, state, exit, startedAt, startedAt, endedAt, now, Map.of(), List.of(step));
    }

    /** To the microsecond, as it is stored. */
    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
