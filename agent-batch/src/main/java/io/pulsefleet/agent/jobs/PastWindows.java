package io.pulsefleet.agent.jobs;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The windows of a backfill that are left to read: of one target after the other, by name, the oldest first. */
final class PastWindows {

    /** How far it is. The target may be gone meanwhile; those after it are not. */
    record Place(String target, Instant next) implements Serializable {}

    /** @param to belongs to the next */
    record Window(String target, Instant from, Instant to) {}

    private final Instant from;
    private final Instant to;
    private final Optional<Duration> step;
    private final Deque<String> targets;
    private Place place;

    /**
     * @param targets one at least
     * @param step how long each window is, the last may be shorter; empty: all of it is one
     * @param place how far it was; empty: it begins
     */
    PastWindows(List<String> targets, Instant from, Instant to, Optional<Duration> step, Optional<Place> place) {
        this.from = from;
        this.to = to;
        this.step = step;
        this.targets = new ArrayDeque<>(targets.stream()
                .sorted()
                .filter(target ->
                        place.isEmpty() || target.compareTo(place.get().target()) >= 0)
                .toList());
        this.place = place.filter(known -> this.targets.isEmpty() || this.targets.contains(known.target()))
                .orElseGet(() -> new Place(this.targets.getFirst(), from));
    }

    /** @return empty: all are read */
    Optional<Window> next() {
        while (targets.size() > 1 && !place.next().isBefore(to)) {
            targets.removeFirst();
            place = new Place(targets.getFirst(), from);
        }
        if (targets.isEmpty() || !place.next().isBefore(to)) {
            return Optional.empty();
        }
        var start = place.next();
        var end = step.map(start::plus).filter(to::isAfter).orElse(to);
        place = new Place(place.target(), end);
        return Optional.of(new Window(place.target(), start, end));
    }

    /** What to go on with after the windows that were given. */
    Place place() {
        return place;
    }

    long left() {
        return targets.isEmpty() ? 0 : count(place.next(), to, step) + (targets.size() - 1) * count(from, to, step);
    }

    /** How many windows one target has. */
    static long count(Instant from, Instant to, Optional<Duration> step) {
        return !from.isBefore(to)
                ? 0
                : step.map(length -> Duration.between(from, to)
                                .plus(length)
                                .minusNanos(1)
                                .dividedBy(length))
                        .orElse(1L);
    }
}
