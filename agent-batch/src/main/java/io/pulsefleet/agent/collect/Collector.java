package io.pulsefleet.agent.collect;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Reads one kind of target.
 *
 * <p>It starts no threads and knows nothing of spools, networks or Jakarta Batch. Its runner measures how long a visit
 * took and whether it succeeded. It is asked by one thread at a time for the same target.
 */
public interface Collector {

    /** What it is called, what it needs, what it may emit. Reference pages and the console are made from this. */
    CollectorInfo info();

    /** What it looks at now; each is visited apart, and sealed apart. */
    default List<String> targets() {
        return List.of("host");
    }

    /**
     * How often this target is visited, where that is not at each ring: at the first ring of each such span. Empty for those
     * that are visited at each.
     */
    default Optional<Duration> every(String target) {
        return Optional.empty();
    }

    /**
     * The moment that the visit is to bear. One that goes on where the last visit ended may be behind, and catch up in
     * several visits: each bears a moment before the ring's until one bears the ring's own.
     *
     * @param rung the visit at the moment of the ring
     */
    default Instant due(Visit rung) throws IOException {
        return rung.at();
    }

    /** How long a visit of one target may take. One that takes longer is given up, and its target counts as away. */
    default Duration patience() {
        return Duration.ofMinutes(1);
    }

    /** How often its targets are looked at between visits; empty where they are not. */
    default Optional<Duration> glanceEvery() {
        return Optional.empty();
    }

    /**
     * Looks at a target between two visits; what it sees is told by the next of these. Never called during a visit.
     *
     * @throws IOException when it cannot be read now
     */
    default Glance glance(Visit now) throws IOException {
        return new Glance(patience(), false);
    }

    /**
     * What a look now would lead to, where that is known without one: asked first, and never waits. Empty: it is to be looked
     * at.
     */
    default Optional<Glance> glanceSpared(String target) {
        return Optional.empty();
    }

    /** Why this window that is past cannot be read of this target; empty: it can. */
    default Optional<String> cannotRead(Past past, Visit visit) throws IOException {
        return Optional.of(info().name() + ": reads what is now; what is past it cannot read again");
    }

    /**
     * Reads a window that is past, and leaves the target's place as it is.
     *
     * @throws IOException when it cannot be read; nothing is told then
     */
    default Pass begin(Past past, Visit visit) throws IOException {
        throw new IOException(cannotRead(past, visit).orElseThrow());
    }

    /**
     * @throws UnreachableException when the target is away: an answer, {@code up 0}
     * @throws IOException when it cannot be read for another reason; the visit counts as failed
     */
    Pass begin(Visit visit) throws IOException;
}
