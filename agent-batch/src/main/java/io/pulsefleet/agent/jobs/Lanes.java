package io.pulsefleet.agent.jobs;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import io.pulsefleet.agent.collect.Collector;
import io.pulsefleet.agent.collect.CollectorInfo;
import io.pulsefleet.agent.collect.Glance;
import io.pulsefleet.agent.collect.Pass;
import io.pulsefleet.agent.collect.UnreachableException;
import io.pulsefleet.agent.collect.Visit;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * The visits of one shift, side by side: a lane for each target, so that one that hangs holds up no other.
 *
 * <pre>
 * FREE     --ring--------> VISITING --over------> TOLD --sealed--> FREE
 * VISITING --patience ends-> HANGING --over after all--> FREE      said to be away at once, and again at each ring
 * FREE     --time to look--> GLANCING --over---------> FREE        a ring meanwhile begins its visit then
 * </pre>
 *
 * <p>(1) A target is asked by one thread at a time, also across shifts. (2) At each ring each target has an answer: what
 * was found, that it is away, or that the visit before still goes on in time. (3) At most so many are under way; others wait for
 * these, and their patience begins anew whenever one of those that wait begins. (4) Of those that answer soon, and of what was found and is not sealed, there are only
 * a few: a hundred answers at once would take more memory than an agent has.
 */
final class Lanes {

    private static final System.Logger LOG = System.getLogger(Lanes.class.getName());

    private static final int MOST_AT_ONCE = 64;

    /** What they find is held until it is sealed, so not too many find something at the same time. */
    private static final int MOST_ANSWERING = 8;

    /** One that takes longer waits for its target, and holds up no other. */
    private static final Duration ANSWERING = Duration.ofSeconds(2);

    /** A spared look may be late by this part of its interval, so that one wake is for many. */
    private static final int LATE = 10;

    /** What is this large is sealed by itself: in bytes, of a shipment that may have 8 MB. */
    private static final long LARGE = 1 << 20;

    enum Phase {
        FREE,
        VISITING,
        GLANCING,
        TOLD,
        HANGING
    }

    enum Begun {
        YES,
        /** The visit before goes on, within its time. */
        STILL_AT_IT
    }

    /**
     * A visit that is over, and all that it found.
     *
     * @param broken what no collector can throw but by a broken installation, or for want of memory
     */
    record Over(Round round, Instant rung, List<Found> found, Optional<Error> broken) {

        Found.Whole whole() {
            return new Found.Whole(round.visit(), found);
        }
    }

    private final Collector collector;
    private final Function<String, Visit> visits;
    private final Executor threads;
    private final LongSupplier nanos;
    private final Runnable wake;
    private final Set<String> occupied;

    private final Map<String, Lane> lanes = new LinkedHashMap<>();
    private final Deque<Over> over = new ArrayDeque<>();
    private final Deque<Work> waiting = new ArrayDeque<>();
    private int running;
    private long lastBegunAt;
    private boolean closed;

    /** All of these have a lane, and nobody else. */
    private Collection<String> settled = List.of();

    /** Guarded by its {@link Lanes}. */
    private final class Lane {

        final String target;
        Phase phase = Phase.FREE;
        long begunAt;
        Optional<Instant> rung = Optional.empty();
        Optional<Look> nextLook = Optional.empty();

        /** When its thread began; empty while it waits for one. */
        Optional<Long> threadBegunAt = Optional.empty();

        Lane(String target) {
            this.target = target;
        }

        void enter(Phase next) {
            phase = next;
            begunAt = nanos.getAsLong();
        }
    }

    /** When to look at a target: not before, and not after. */
    private record Look(long from, long latest) {}

    private record Work(Lane lane, Runnable todo) {}

    /**
     * @param visits makes a visit of a target; its moment is set here
     * @param wake called, on any thread, when there is something to look at
     * @param occupied targets in which some thread is, beyond this shift
     */
    Lanes(
            Collector collector,
            Function<String, Visit> visits,
            Executor threads,
            LongSupplier nanos,
            Runnable wake,
            Set<String> occupied) {
        this.collector = collector;
        this.visits = visits;
        this.threads = threads;
        this.nanos = nanos;
        this.wake = wake;
        this.occupied = occupied;
    }

    /** Begins a visit, or sees to it that there is an answer without one. */
    synchronized Begun begin(String target, Instant rung) {
        var lane = lanes.computeIfAbsent(target, Lane::new);
        if (lane.phase == Phase.FREE || lane.phase == Phase.HANGING) {
            lane.phase = occupied.contains(target) ? Phase.HANGING : Phase.FREE;
        }
        return switch (lane.phase) {
            case FREE -> visit(lane, rung);
            case GLANCING -> {
                lane.rung = Optional.of(rung);
                lane.begunAt = nanos.getAsLong();
                yield Begun.YES;
            }
            case HANGING -> {
                giveUp(lane, rung);
                yield Begun.YES;
            }
            case VISITING, TOLD -> Begun.STILL_AT_IT;
        };
    }

    private Begun visit(Lane lane, Instant rung) {
        lane.rung = Optional.of(rung);
        lane.enter(Phase.VISITING);
        occupied.add(lane.target);
        var visit = visits.apply(lane.target);
        var round = new Round(collector, new Visit(visit.target(), rung, visit.place()), nanos);
        run(lane, () -> {
            Optional<Error> broken = Optional.empty();
            var found = List.<Found>of();
            try {
                found = all(round);
            } catch (Error notOurs) {
                broken = Optional.of(notOurs);
                throw notOurs;
            } finally {
                visited(lane, new Over(round, rung, found, broken));
            }
        });
        return Begun.YES;
    }

    private static List<Found> all(Round round) {
        var found = new ArrayList<Found>();
        for (var next = round.next(); next.isPresent(); next = round.next()) {
            found.add(next.get());
        }
        return found;
    }

    private synchronized void visited(Lane lane, Over ended) {
        occupied.remove(lane.target);
        if (lane.phase == Phase.HANGING) {
            lane.enter(Phase.FREE); // it was said to be away; what it found at last is too late
        } else {
            lane.enter(Phase.TOLD);
            over.add(ended);
            notifyAll();
        }
        left(lane);
    }

    /** The next visit that is over, given up ones as well. */
    synchronized Optional<Over> next() {
        beginWaiting();
        for (var lane : lanes.values()) {
            if (isUnderWay(lane) && nanosLeft(lane) <= 0) {
                var rung = lane.rung;
                lane.phase = Phase.HANGING;
                rung.ifPresent(moment -> giveUp(lane, moment));
            }
        }
        return Optional.ofNullable(over.poll());
    }

    /**
     * Those that are over, and those that soon will be: what is sealed together costs the disk and the hub once. None are
     * waited for when none is over.
     *
     * @param wait the longest, where others are at it that may be expected to answer
     */
    synchronized List<Over> nextTogether(Duration wait) throws InterruptedException {
        var together = new ArrayList<Over>();
        var end = System.nanoTime() + wait.toNanos();
        var size = 0L;
        for (var next = next(); next.isPresent(); next = next()) {
            together.add(next.get());
            size += next.get().whole().size();
            if (together.size() == MOST_ANSWERING || size > LARGE) {
                return together;
            }
            awaitAnother(end);
        }
        return together;
    }

    private void awaitAnother(long end) throws InterruptedException {
        for (var left = end - System.nanoTime();
                left >= 1_000_000 && over.isEmpty() && isAnyAboutToAnswer();
                left = end - System.nanoTime()) {
            wait(left / 1_000_000);
        }
    }

    private boolean isAnyAboutToAnswer() {
        return lanes.values().stream().anyMatch(lane -> lane.phase == Phase.VISITING && nanosLeftToAnswer(lane) > 0);
    }

    private void giveUp(Lane lane, Instant rung) {
        var why = "%s does not answer within %d s; it is visited again when it does, and holds up no other"
                .formatted(lane.target, collector.patience().toSeconds());
        var round = new Round(new Silent(collector.info(), why), new Visit(lane.target, rung), nanos);
        over.add(new Over(round, rung, all(round), Optional.empty()));
    }

    /** What it found is on disk. */
    synchronized void sealed(String target) {
        var lane = lanes.computeIfAbsent(target, Lane::new);
        if (lane.phase == Phase.TOLD) {
            lane.enter(Phase.FREE);
            lane.rung = Optional.empty();
            beginWaiting();
            lane.nextLook = collector.glanceEvery().map(this::lookIn);
        }
    }

    /**
     * Forgets those that are not to be visited any more, as soon as nobody is in them.
     *
     * @return their names
     */
    synchronized List<String> forgetAllBut(Collection<String> targets) {
        if (targets == settled && lanes.size() <= targets.size()) {
            return List.of();
        }
        settled = targets;
        var wanted = Set.copyOf(targets);
        var over = lanes.values().stream()
                .filter(lane -> lane.phase == Phase.FREE && !wanted.contains(lane.target))
                .map(lane -> lane.target)
                .toList();
        lanes.keySet().removeAll(over);
        return over;
    }

    /** One that was not visited yet is looked at all the same. */
    private Lane watched(String target) {
        var lane = new Lane(target);
        lane.nextLook = collector.glanceEvery().map(this::lookIn);
        return lane;
    }

    private Look lookIn(Duration time) {
        var at = nanos.getAsLong() + time.toNanos();
        return new Look(at, at);
    }

    /** Looks at those targets whose time has come. */
    synchronized void glance() {
        if (collector.glanceEvery().isPresent()) {
            var targets = collector.targets();
            if (lanes.size() < targets.size() || targets != settled) {
                targets.forEach(target -> lanes.computeIfAbsent(target, this::watched));
            }
        }
        for (var lane : lanes.values()) {
            if (lane.phase == Phase.FREE
                    && lane.nextLook
                            .filter(look -> look.from() - nanos.getAsLong() <= 0)
                            .isPresent()
                    && !isSpared(lane)
                    && occupied.add(lane.target)) {
                lane.enter(Phase.GLANCING);
                lane.rung = Optional.empty();
                lane.nextLook = Optional.empty();
                var now = new Visit(
                        lane.target, Instant.now(), visits.apply(lane.target).place());
                run(lane, () -> {
                    var seen = new Glance(collector.patience(), false);
                    try {
                        seen = collector.glance(now);
                    } catch (IOException notNow) { // the next visit tells what is wrong
                        LOG.log(DEBUG, collector.info().name() + " " + lane.target + ": " + notNow);
                    } catch (RuntimeException failed) {
                        LOG.log(WARNING, collector.info().name() + " " + lane.target + ": " + failed, failed);
                    } finally {
                        glanced(lane, seen);
                    }
                });
            }
        }
    }

    private boolean isSpared(Lane lane) {
        var spared = collector.glanceSpared(lane.target).filter(seen -> !seen.visitNow());
        spared.map(seen -> seen.again().toNanos()).ifPresent(again -> {
            var from = nanos.getAsLong() + again;
            lane.nextLook = Optional.of(new Look(from, from + again / LATE));
        });
        return spared.isPresent();
    }

    private synchronized void glanced(Lane lane, Glance seen) {
        occupied.remove(lane.target);
        var rung = lane.phase == Phase.GLANCING
                ? lane.rung.or(() ->
                        seen.visitNow() ? Optional.of(Instant.now().truncatedTo(ChronoUnit.MILLIS)) : Optional.empty())
                : Optional.<Instant>empty();
        lane.enter(Phase.FREE);
        lane.nextLook = Optional.of(lookIn(seen.again()));
        left(lane);
        if (!closed) {
            rung.ifPresent(moment -> visit(lane, moment));
        }
    }

    private void run(Lane lane, Runnable todo) {
        waiting.add(new Work(lane, todo));
        beginWaiting();
    }

    private void beginWaiting() {
        while (!waiting.isEmpty() && running < MOST_AT_ONCE && answering() < MOST_ANSWERING) {
            var work = waiting.remove();
            running++;
            lastBegunAt = nanos.getAsLong();
            work.lane().threadBegunAt = Optional.of(lastBegunAt);
            threads.execute(work.todo());
        }
    }

    private long answering() {
        long answering = 0;
        for (var lane : lanes.values()) {
            if (lane.phase == Phase.TOLD || nanosLeftToAnswer(lane) > 0) {
                answering++;
            }
        }
        return answering;
    }

    private long nanosLeftToAnswer(Lane lane) {
        return lane.threadBegunAt.isEmpty() ? 0 : lane.threadBegunAt.get() + ANSWERING.toNanos() - nanos.getAsLong();
    }

    private void left(Lane lane) {
        running--;
        lane.threadBegunAt = Optional.empty();
        beginWaiting();
        wake.run();
    }

    /**
     * Whether a ring now would begin anything. Asked at each wake, so it ends with the first that is free.
     *
     * @param atEachRing whether a target is visited at each ring; where none is, it cannot be told, and is heard
     */
    synchronized boolean canBegin(Collection<String> targets, Predicate<String> atEachRing) {
        var busy = false;
        for (var target : targets) {
            if (atEachRing.test(target)) {
                var lane = lanes.get(target);
                if (lane == null || (lane.phase != Phase.VISITING && lane.phase != Phase.TOLD)) {
                    return true;
                }
                busy = true;
            }
        }
        return !busy;
    }

    /** Nothing is under way but what hangs. */
    synchronized boolean isIdle() {
        return over.isEmpty() && lanes.values().stream().noneMatch(this::isUnderWay);
    }

    /** Until some patience ends, some target is to be looked at, or one that waits need not wait any longer. */
    Duration untilNext() {
        return untilNext(true);
    }

    /** The same while no target is to be looked at. */
    Duration untilNextOver() {
        return untilNext(false);
    }

    private synchronized Duration untilNext(boolean looks) {
        var now = nanos.getAsLong();
        var soonest = Long.MAX_VALUE;
        for (var lane : lanes.values()) {
            if (!waiting.isEmpty() && nanosLeftToAnswer(lane) > 0) {
                soonest = Math.min(soonest, nanosLeftToAnswer(lane));
            }
            if (isUnderWay(lane)) {
                soonest = Math.min(soonest, nanosLeft(lane));
            } else if (looks && lane.phase == Phase.FREE && lane.nextLook.isPresent()) {
                soonest = Math.min(soonest, lane.nextLook.get().latest() - now);
            }
        }
        return Duration.ofNanos(Math.max(0, soonest));
    }

    private boolean isUnderWay(Lane lane) {
        return lane.phase == Phase.VISITING || lane.phase == Phase.GLANCING;
    }

    /** Whoever waits for a thread is not away, as long as others are given theirs. */
    private long nanosLeft(Lane lane) {
        var since = lane.threadBegunAt.orElse(lastBegunAt);
        var latest = since - lane.begunAt > 0 ? since : lane.begunAt;
        return latest + collector.patience().toNanos() - nanos.getAsLong();
    }

    /** No visit is begun any more; what hangs is left alone. */
    synchronized void close() {
        closed = true;
        waiting.clear();
    }

    /** In the place of a collector that does not come back. */
    private record Silent(CollectorInfo info, String why) implements Collector {

        @Override
        public Pass begin(Visit visit) throws UnreachableException {
            throw new UnreachableException(why, null);
        }
    }
}
