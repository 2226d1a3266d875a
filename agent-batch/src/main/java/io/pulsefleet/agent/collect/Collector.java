package io.pulsefleet.agent.collect;

import java.io.IOException;
import java.util.List;

/**
 * Reads one kind of target.
 *
 * <p>It starts no threads and knows nothing of spools, networks or Jakarta Batch. Its runner measures how long a visit
 * took and whether it succeeded. It is asked by one thread at a time for the same target.
 */
public interface Collector {

    /** What it is called, what it needs, what it may emit. Reference pages and the console are made from this. */
    CollectorInfo info();

    /** What it looks at now, at least one; each is visited apart. */
    default List<String> targets() {
        return List.of("host");
    }

    /**
     * @throws UnreachableException when the target is away: an answer, {@code up 0}
     * @throws IOException when it cannot be read for another reason; the visit counts as failed
     */
    Pass begin(Visit visit) throws IOException;
}
