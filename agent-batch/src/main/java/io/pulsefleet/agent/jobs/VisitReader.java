package io.pulsefleet.agent.jobs;

import io.pulsefleet.agent.collect.Collector;
import io.pulsefleet.agent.collect.Collectors;
import io.pulsefleet.agent.collect.Visit;
import io.pulsefleet.agent.spool.Spool;
import io.pulsefleet.agent.trouble.Troubles;
import io.pulsefleet.settings.Settings;
import jakarta.batch.api.BatchProperty;
import jakarta.batch.api.chunk.AbstractItemReader;
import jakarta.batch.runtime.BatchStatus;
import jakarta.batch.runtime.context.JobContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Waits for the ring, visits each target, hands on what was found; until the shift is over or stopped. */
@Named
@Dependent
public class VisitReader extends AbstractItemReader {

    @Inject
    @BatchProperty
    String collector;

    @Inject
    JobContext context;

    @Inject
    Runs runs;

    @Inject
    Collectors collectors;

    @Inject
    Settings settings;

    @Inject
    Troubles troubles;

    @Inject
    Spool spool;

    private final Deque<String> targets = new ArrayDeque<>();
    private Optional<Round> round = Optional.empty();
    private Instant rung;
    private Collector asked;
    private Run run;
    private Instant shiftEnd;

    /** A shift that was stopped goes on with the next ring: what lies between was not read and cannot be. */
    @Override
    public void open(Serializable checkpoint) {
        asked = collectors.named(collector);
        run = runs.of(context.getJobName(), context.getExecutionId());
        shiftEnd = Instant.now().plus(settings.get(JobsConfig.SHIFT_LENGTH));
    }

    @Override
    public Object readItem() throws InterruptedException {
        while (round.isPresent() || beginNext()) {
            var found = readOn(round.get());
            if (found.isPresent()) {
                return found.get();
            }
        }
        return null; // Jakarta Batch's way to say that there is no more
    }

    /** Begun only now: what the visit before was sealed with says where this one goes on. */
    private boolean beginNext() throws InterruptedException {
        while (targets.isEmpty()) {
            if (!awaitRing()) {
                return false;
            }
        }
        var target = targets.removeFirst();
        var visit = new Visit(target, rung, () -> spool.place(SpoolWriter.placeOf(collector, target)));
        round = Optional.of(new Round(asked, visit, System::nanoTime));
        run.setVisitOver(false);
        return true;
    }

    /** A shift ends right after a visit, so that the next has begun long before the next ring. */
    private boolean awaitRing() throws InterruptedException {
        if (Instant.now().isAfter(shiftEnd)) {
            return false;
        }
        var at = run.ring().await(this::isStopping);
        at.ifPresent(moment -> {
            rung = moment;
            targets.addAll(asked.targets());
        });
        return at.isPresent();
    }

    /** The server stops jobs itself when it shuts down. A reader that waits is not told. */
    private boolean isStopping() {
        return context.getBatchStatus() == BatchStatus.STOPPING;
    }

    private Optional<Found> readOn(Round current) {
        var found = current.next();
        if (current.isOver()) {
            round = Optional.empty();
            run.skipped(current.broken());
            tell(current);
            run.setVisitOver(true);
            if (current.isBehind(rung)) {
                targets.addFirst(current.visit().target());
            }
        }
        return found;
    }

    /** A target that stays away, or a mistake that stays, is said once; what of it cannot be read is another thing. */
    private void tell(Round over) {
        var thing = collector + " " + over.visit().target();
        var reason = over.trouble().map(Exception::getMessage).orElse("");
        switch (over.outcome()) {
            case FAILED -> {
                run.failed();
                tellFailure(thing, thing + ": the visit failed: " + reason, over);
            }
            case UNREACHABLE -> troubles.tell(thing, thing + ": " + reason);
            case UNDER_WAY, WELL -> {
                troubles.over(thing, thing + ": it can be visited again");
                tellItems(thing, reason, over.broken());
            }
        }
    }

    private void tellFailure(String thing, String sentence, Round over) {
        var why = over.trouble().orElseThrow();
        if (why instanceof IOException) {
            troubles.tell(thing, sentence);
        } else {
            troubles.tell(thing, sentence, why);
        }
    }

    private void tellItems(String thing, String reason, int broken) {
        var items = thing + " items";
        if (reason.isEmpty()) {
            troubles.over(items, thing + ": all of it is read again");
        } else {
            var more = broken > 1 ? " (the last of " + broken + ")" : "";
            troubles.tell(items, thing + ": some of it cannot be read: " + reason + more);
        }
    }

    @Override
    public void close() {
        round.ifPresent(Round::close);
    }
}
