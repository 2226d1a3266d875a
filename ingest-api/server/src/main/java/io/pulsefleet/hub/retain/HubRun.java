package io.pulsefleet.hub.retain;

import io.pulsefleet.wire.JobRun;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/** One run of one of the hub's own jobs. A visit is a partition or a day's bucket, its readings are samples. */
final class HubRun {

    private final String job;
    private final long fence;
    private final Instant startedAt = now();
    private final AtomicLong visits = new AtomicLong();
    private final AtomicLong readings = new AtomicLong();
    private final AtomicLong skipped = new AtomicLong();
    private final AtomicLong errors = new AtomicLong();
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private volatile String exit = "";
    private volatile boolean stopping;

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

    JobRun snapshot(String boot, long execution, String state, boolean ended) {
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
                now);
    }

    /** To the microsecond, as it is stored. */
    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
