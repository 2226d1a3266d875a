package io.pulsefleet.agent.jobs;

import io.pulsefleet.agent.fleet.Boot;
import io.pulsefleet.agent.fleet.RunningJobs;
import io.pulsefleet.wire.JobRun;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The newest runs of each job since the agent's start. The hub keeps the others. */
@ApplicationScoped
class Runs implements RunningJobs {

    private static final int MOST_PER_JOB = 20;

    @Inject
    Boot boot;

    @Inject
    Timetables timetables;

    /** Newest first. */
    private final Map<String, Deque<Run>> byJob = new TreeMap<>();

    /** The same run whoever asks first: the one who started it, or the job itself. */
    synchronized Run of(String job, long execution) {
        var runs = byJob.computeIfAbsent(job, none -> new ArrayDeque<>());
        return runs.stream()
                .filter(run -> run.execution() == execution)
                .findFirst()
                .orElseGet(
                        () -> begin(runs, new Run(job, boot.id(), execution, paceOf(runs), () -> timetables.of(job))));
    }

    private static Pace paceOf(Deque<Run> earlier) {
        return earlier.isEmpty() ? new Pace() : earlier.getFirst().pace();
    }

    private static Run begin(Deque<Run> runs, Run run) {
        runs.addFirst(run);
        if (runs.size() > MOST_PER_JOB) {
            runs.removeLast();
        }
        return run;
    }

    synchronized List<Run> all(String job) {
        return List.copyOf(byJob.getOrDefault(job, new ArrayDeque<>()));
    }

    Optional<Run> newest(String job) {
        return all(job).stream().findFirst();
    }

    @Override
    public synchronized List<JobRun> running() {
        return byJob.values().stream()
                .flatMap(Collection::stream)
                .filter(Run::isRunning)
                .map(Run::snapshot)
                .toList();
    }
}
