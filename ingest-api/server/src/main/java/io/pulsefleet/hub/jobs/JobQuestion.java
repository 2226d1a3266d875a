package io.pulsefleet.hub.jobs;

import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.hub.jobs.JobsOfFleet.JobView;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which jobs are wanted, and how many of them.
 *
 * @param jobs by name; none: all
 * @param states as Jakarta Batch names them; none: all
 * @param marks none: marked or not
 */
record JobQuestion(List<String> jobs, List<String> states, List<JobMark> marks, int limit) {

    /** As Jakarta Batch names them, those first that somebody should look at. */
    static final List<String> STATES =
            List.of("FAILED", "ABANDONED", "STOPPED", "STOPPING", "STARTING", "STARTED", "COMPLETED");

    /** @throws jakarta.ws.rs.WebApplicationException 400 when one of them is no state */
    static List<String> known(List<String> states) {
        if (!STATES.containsAll(states)) {
            throw Problems.badField("state", "must be of " + STATES);
        }
        return states;
    }

    /** @throws jakarta.ws.rs.WebApplicationException 400 when it is not from 1 to the most */
    static int limit(String text, int most) {
        if (!text.matches("[0-9]{1,4}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > most) {
            throw Problems.badField("limit", "must be from 1 to " + most);
        }
        return Integer.parseInt(text);
    }

    private static final Comparator<JobView> WORST_FIRST = Comparator.<JobView>comparingInt(JobQuestion::rank)
            .thenComparing(JobView::hostname)
            .thenComparing(JobView::job)
            .thenComparing(job -> String.valueOf(job.agent()));

    /** One that is marked stands after those that are over in no good way. */
    private static int rank(JobView job) {
        var rank = STATES.indexOf(job.state());
        return rank < 0 ? STATES.size() : job.mark() != null ? STATES.indexOf("STOPPED") : rank;
    }

    /**
     * @param total how many there are of what is wanted
     * @param counts job, state, and how many there are; whichever jobs and states are wanted
     * @param marked mark, and how many jobs have it; whichever jobs and states are wanted
     * @param first of what is wanted, as many as there may be
     */
    record Found(int total, Map<String, Map<String, Long>> counts, Map<JobMark, Long> marked, List<JobView> first) {}

    Found of(List<JobView> all) {
        var wanted = all.stream().filter(this::wants).sorted(WORST_FIRST).toList();
        var counts = new TreeMap<String, Map<String, Long>>();
        all.forEach(job ->
                counts.computeIfAbsent(job.job(), name -> new TreeMap<>()).merge(job.state(), 1L, Long::sum));
        var marked = new EnumMap<JobMark, Long>(JobMark.class);
        all.stream().filter(job -> job.mark() != null).forEach(job -> marked.merge(job.mark(), 1L, Long::sum));
        return new Found(wanted.size(), counts, marked, wanted.subList(0, Math.min(limit, wanted.size())));
    }

    private boolean wants(JobView job) {
        return (jobs.isEmpty() || jobs.contains(job.job()))
                && (states.isEmpty() || states.contains(job.state()))
                && (marks.isEmpty() || (job.mark() != null && marks.contains(job.mark())));
    }
}
