package io.pulsefleet.hub.retain;

import io.pulsefleet.hub.fleet.StoredRuns;
import io.pulsefleet.store.fleet.PastRuns;
import io.pulsefleet.store.fleet.Runs;
import io.pulsefleet.wire.JobRun;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.util.List;
import java.util.Map;

/** The hub's own runs are kept beside those of its agents: it is agent number 0. */
@ApplicationScoped
public class HubRuns {

    private static final int THE_HUB = PastRuns.THE_HUB;

    @Inject
    Runs runs;

    @Transactional(TxType.REQUIRES_NEW)
    public void hear(JobRun run) {
        runs.hear(StoredRuns.of(THE_HUB, List.of(run)));
    }

    /** Whoever has the lease may say so: what ran before runs no more. */
    @Transactional(TxType.REQUIRES_NEW)
    public void interruptAllBut(String boot) {
        runs.interruptAllBut(Map.of(THE_HUB, boot));
    }

    /** The newest first. */
    public List<JobRun> newest(int limit) {
        return runs.newest(THE_HUB, limit).stream().map(StoredRuns::asSent).toList();
    }

    /** Each job's newest run, of those that ever ran. */
    public List<JobRun> newestOfEach() {
        return HubJobs.NAMES.stream()
                .sorted()
                .flatMap(job -> runs.newestOf(THE_HUB, job, 1).stream())
                .map(StoredRuns::asSent)
                .toList();
    }

    boolean isRunning(String job) {
        return runs.newestOf(THE_HUB, job, 1).stream().anyMatch(run -> run.endedAt() == null);
    }
}
