package io.pulsefleet.hub.jobs;

import io.pulsefleet.hub.jobs.JobsOfFleet.JobView;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Jobs that somebody should look at. */
@ApplicationScoped
public class JobTroubles {

    private static final List<String> BAD = List.of("FAILED", "ABANDONED");

    @Inject
    JobsOfFleet fleet;

    /**
     * @param trouble failed, abandoned, stuck, late, slow or empty
     * @param job with its newest run
     */
    public record Troubled(String trouble, JobView job) {}

    /** @param total of which the first are listed */
    public record Troubles(long total, List<Troubled> first) {}

    /** Those of the hosts within the caller's reach, the worst first. */
    public Troubles first(int limit) {
        var list = fleet.list(new JobQuestion(List.of(), List.of(), List.of(), limit), "");
        var bad = list.counts().values().stream()
                .flatMap(states -> states.entrySet().stream())
                .filter(state -> BAD.contains(state.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
        var marked = list.marked().values().stream().mapToLong(Long::longValue).sum();
        return new Troubles(
                bad + marked,
                list.jobs().stream()
                        .filter(job -> BAD.contains(job.state()) || job.mark() != null)
                        .map(job -> new Troubled(troubleOf(job), job))
                        .toList());
    }

    private static String troubleOf(JobView job) {
        return (BAD.contains(job.state()) ? job.state() : job.mark().name()).toLowerCase(Locale.ROOT);
    }
}
