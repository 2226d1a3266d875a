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
import jakarta.batch.runtime.context.StepContext;
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
    StepContext stepContext;

    @Inject
    Runs runs;

    @Inject
    Collectors collectors;

    private PastWindows windows;

    @Override
    public void open(Serializable checkpoint) {
        windows = new PastWindows(
                target == null || target.isEmpty() ? collectors.named(collector).targets() : List.of(target),
                Instant.parse(from),
                Instant.parse(to),
                step(),
                Optional.ofNullable((PastWindows.Place) checkpoint));
        runs.of(context.getJobName(), context.getExecutionId()).expects(stepContext.getStepName(), windows.left());
    }

    private Optional<Duration> step() {
        return step == null || step.isEmpty() ? Optional.empty() : Optional.of(Backfill.readStep(step));
    }

    @Override
    public Serializable checkpointInfo() {
        return windows.place();
    }

    @Override
    public Object readItem() throws IOException {
        if (context.getBatchStatus() == BatchStatus.STOPPING) {
            return null; // Jakarta Batch's way to say that there is no more
        }
        var window = windows.next();
        if (window.isEmpty()) {
            return null;
        }
        var past = new Past(window.get().from(), window.get().to(), told());
        var visit = new Visit(window.get().target(), past.to());
        return new Found.Together(List.of(new Found.Whole(visit, read(past, visit))));
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
