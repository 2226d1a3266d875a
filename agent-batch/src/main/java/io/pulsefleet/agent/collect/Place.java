package io.pulsefleet.agent.collect;

import java.io.IOException;
import java.util.Optional;

/**
 * How far a target was read, in whatever words its collector left it: see {@link Pass#reached()}. It is that of the last
 * visit that was sealed, also across restarts and crashes.
 */
@FunctionalInterface
public interface Place {

    Place NONE = Optional::empty;

    /**
     * Empty at the first visit.
     *
     * @throws IOException when nobody knows at the moment; then this must be no first visit
     */
    Optional<String> read() throws IOException;
}
