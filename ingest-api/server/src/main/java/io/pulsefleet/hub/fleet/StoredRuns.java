package io.pulsefleet.hub.fleet;

import io.pulsefleet.hub.http.Moments;
import io.pulsefleet.store.fleet.Rhythm;
import io.pulsefleet.store.fleet.Run;
import io.pulsefleet.store.fleet.RunId;
import io.pulsefleet.wire.JobRun;
import io.pulsefleet.wire.RawJson;
import java.util.List;

/** Runs of jobs, between the wire and the store. */
public final class StoredRuns {

    private StoredRuns() {}

    /** @throws jakarta.ws.rs.WebApplicationException 400 that names the field */
    public static void check(List<JobRun> runs) {
        for (int i = 0; i < runs.size(); i++) {
            var run = runs.get(i);
            Moments.check("runs[" + i + "].startedAt", run.startedAt());
            Moments.check("runs[" + i + "].endedAt", run.endedAt());
            Moments.check("runs[" + i + "].updatedAt", run.updatedAt());
            Moments.check("runs[" + i + "].dueAt", run.dueAt());
            Moments.check("runs[" + i + "].lastVisitAt", run.lastVisitAt());
            if (run.rhythm() != null) {
                Moments.check("runs[" + i + "].rhythm.nextVisitAt", run.rhythm().nextVisitAt());
            }
        }
    }

    public static List<Run> of(int agent, List<JobRun> runs) {
        return runs.stream().map(run -> of(agent, run)).toList();
    }

    private static Run of(int agent, JobRun run) {
        return new Run(
                new RunId(agent, run.boot(), run.execution()),
                run.job(),
                run.state(),
                run.startedAt(),
                run.endedAt(),
                run.visits(),
                run.readings(),
                run.skipped(),
                run.errors(),
                run.exit(),
                run.updatedAt(),
                run.dueAt(),
                run.lastVisitAt(),
                rhythm(run),
                run.detail() == null ? null : RawJson.of(run.detail()).text());
    }

    private static Rhythm rhythm(JobRun run) {
        var told = run.rhythm();
        return told == null
                ? Rhythm.NONE
                : new Rhythm(told.nextVisitAt(), told.rest(), told.tookSeconds(), told.usualSeconds());
    }

    public static JobRun asSent(Run run) {
        return new JobRun(
                run.job(),
                run.id().boot(),
                run.id().execution(),
                run.state(),
                run.startedAt(),
                run.endedAt(),
                run.visits(),
                run.readings(),
                run.skipped(),
                run.errors(),
                run.exit(),
                run.updatedAt(),
                run.dueAt(),
                run.lastVisitAt(),
                null,
                asSent(run.rhythm()));
    }

    /** Null: nothing of it is known. */
    public static JobRun.Rhythm asSent(Rhythm rhythm) {
        return rhythm.equals(Rhythm.NONE)
                ? null
                : new JobRun.Rhythm(rhythm.nextVisitAt(), rhythm.rest(), rhythm.tookSeconds(), rhythm.usualSeconds());
    }
}
