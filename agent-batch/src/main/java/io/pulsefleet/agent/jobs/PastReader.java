package io.pulsefleet.agent.jobs;

import io.pulsefleet.agent.collect.Collectors;
import io.pulsefleet.agent.collect.Pass;
import io.pulsefleet.agent.collect.Past;
import io.pulsefleet.agent.collect.UnreadableItemException;
import io.pulsefleet.agent.collect.Visit;
import jakarta.batch.api.BatchProperty;
import jakarta.batch.api.chunk.AbstractItemReader;
import jakarta.batch.runtime.BatchStatus;
import jakarta.batch.runtime.context.JobContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads the windows of a backfill, the oldest first. One that cannot be read fails the job, and nothing is told of it: it
 * must not take the place of one that was told well.
 */
@Named
@Dependent
public class PastReader extends AbstractItemReader {

    @Inject
    @BatchProperty
    String collector;

    @Inject
    @BatchProperty
    String target;

    @Inject
    @BatchProperty
    String from;

    @Inject
    @BatchProperty
    String to;

    @Inject
    @BatchProperty
    String step;

    @Inject
    @BatchProperty
    String series;

    @Inject
    @BatchProperty
    String batch;

    @Inject
    JobContext context;

    @Inject
    Runs runs;

    @Inject
    Collectors collectors;

    private Instant next;

    @Override
    public void open(Serializable checkpoint) {
        next = checkpoint == null ? Instant.parse(from) : (Instant) checkpoint;
    }

    private Optional<Duration> step() {
        return step == null || step.isEmpty() ? Optional.empty() : Optional.of(Backfill.readStep(step));
    }

    @Override
    public Serializable checkpointInfo() {
        return next;
    }

    @Override
    public Object readItem() throws IOException {
        var end = Instant.parse(to);
        if (!next.isBefore(end) || context.getBatchStatus() == BatchStatus.STOPPING) {
            return null; // Jakarta Batch's way to say that there is no more
        }
        var windowEnd = step().map(next::plus).filter(end::isAfter).orElse(end);
        var past = new Past(next, windowEnd, told());
        var visit = new Visit(target, past.to());
        var found = read(past, visit);
        next = past.to();
        return new Found.Together(List.of(new Found.Whole(visit, found)));
    }

    private Optional<Past.Told> told() {
        return series == null || series.isEmpty()
                ? Optional.empty()
                : Optional.of(new Past.Told(UUID.fromString(series), Long.parseLong(batch)));
    }

    /** Numbers of a window that was told are stored already; its document takes the place of the one before. */
    private List<Found> read(Past past, Visit visit) throws IOException {
        var found = new ArrayList<Found>();
        try (var pass = collectors.named(collector).begin(past, visit)) {
            readings(pass, visit, found);
            if (past.told().isPresent()) {
                found.clear();
            }
            found.add(new Found.Rest(visit, pass.documents(), pass.lines(), Optional.empty()));
        }
        return found;
    }

    private void readings(Pass pass, Visit visit, List<Found> found) throws IOException {
        for (var more = true; more; ) {
            try {
                var reading = pass.next();
                reading.ifPresent(one -> found.add(new Found.OneReading(visit, one)));
                more = reading.isPresent();
            } catch (UnreadableItemException item) {
                runs.of(context.getJobName(), context.getExecutionId()).skipped(1);
            }
        }
    }
}
