package io.pulsefleet.agent.jobs;

import io.pulsefleet.agent.collect.Collector;
import io.pulsefleet.agent.collect.Collectors;
import io.pulsefleet.agent.collect.Visit;
import io.pulsefleet.agent.spool.Spool;
import io.pulsefleet.agent.trouble.Troubles;
import io.pulsefleet.settings.Settings;
import jakarta.annotation.Resource;
import jakarta.batch.api.BatchProperty;
import jakarta.batch.api.chunk.AbstractItemReader;
import jakarta.batch.runtime.BatchStatus;
import jakarta.batch.runtime.context.JobContext;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Waits for the ring, visits the targets side by side, hands on what was found; until the shift is over or stopped. */
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

    @Inject
    Occupied occupied;

    @Inject
    Timetables timetables;

    @Resource
    ManagedThreadFactory threads;

    /** So long those that are about to be over are waited for, to be sealed with those that are. */
    private static final Duration TOGETHER = Duration.ofMillis(100);

    private Collector asked;
    private Run run;
    private Instant shiftEnd;
    private ExecutorService pool;
    private Lanes lanes;
    private final Turns turns = new Turns();
    private List<Lanes.Over> handedOn = List.of();

    /** A shift that was stopped goes on with the next ring: what lies between was not read and cannot be. */
    @Override
    public void open(Serializable checkpoint) {
        asked = collectors.forShift(collector);
        run = runs.of(context.getJobName(), context.getExecutionId());
        shiftEnd = Instant.now().plus(settings.get(JobsConfig.SHIFT_LENGTH));
        pool = Executors.newCachedThreadPool(threads);
        lanes = new Lanes(
                asked, this::visitOf, pool, System::nanoTime, run.ring()::wake, occupied.ofCollector(collector));
    }

    private Visit visitOf(String target) {
        return new Visit(target, Instant.now(), () -> spool.place(SpoolWriter.placeOf(collector, target)));
    }

    /** What was handed on last is sealed when it is called again after the end of a visit. */
    @Override
    public Object readItem() throws InterruptedException {
        do {
            handedOn.forEach(this::sealed);
            handedOn = lanes.nextTogether(TOGETHER);
            if (!handedOn.isEmpty()) {
                return new Found.Together(handedOn.stream().map(this::taken).toList());
            }
        } while (awaitSomething());
        return null; // Jakarta Batch's way to say that there is no more
    }

    private Found.Whole taken(Lanes.Over over) {
        over.broken().ifPresent(error -> {
            throw error;
        });
        run.skipped(over.round().broken());
        tell(over.round());
        return over.whole();
    }

    private void sealed(Lanes.Over over) {
        var target = over.round().visit().target();
        lanes.sealed(target);
        if (over.round().isBehind(over.rung())) {
            lanes.begin(target, over.rung());
        }
    }

    /** A shift ends when all its visits are over, but for those that hang. */
    private boolean awaitSomething() throws InterruptedException {
        var targets = asked.targets();
        lanes.forgetAllBut(targets).forEach(target -> troubles.noMore(collector + " " + target));
        var ends = isStopping() || run.ring().isClosed() || Instant.now().isAfter(shiftEnd);
        if (ends && lanes.isIdle()) {
            run.ring().close();
            return false;
        }
        var looks = !ends && !timetables.rests(collector, Instant.now());
        if (looks) {
            lanes.glance();
        }
        var heard = ends
                ? Ring.Heard.NOBODY
                : lanes.canBegin(targets, target -> asked.every(target).isEmpty()) ? Ring.Heard.YES : Ring.Heard.BUSY;
        run.ring()
                .await(this::isStopping, heard, looks ? lanes.untilNext() : lanes.untilNextOver())
                .ifPresent(this::begin);
        return true;
    }

    private void begin(Instant rung) {
        for (var target : turns.due(asked, rung)) {
            var thing = collector + " " + target;
            run.due(rung);
            switch (lanes.begin(target, rung)) {
                case YES -> troubles.over("overrun " + thing, thing + ": its visits keep to their interval again");
                case STILL_AT_IT ->
                    troubles.tell(
                            "overrun " + thing,
                            thing + ": a visit takes longer than its interval; visits are left out."
                                    + " Plan a longer interval.");
            }
        }
    }

    /** The server stops jobs itself when it shuts down. A reader that waits is not told. */
    private boolean isStopping() {
        return context.getBatchStatus() == BatchStatus.STOPPING;
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

    /** What hangs is left alone: it keeps its thread, and its target, until it ends. */
    @Override
    public void close() {
        lanes.close();
        pool.shutdown();
    }
}
