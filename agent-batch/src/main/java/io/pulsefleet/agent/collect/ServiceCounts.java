package io.pulsefleet.agent.collect;

import java.io.IOException;
import java.util.Optional;

/** How the services of a host are, for whoever tells of the host as a whole. CDI finds it. */
public interface ServiceCounts {

    /** Empty where nothing on this host keeps services. */
    Optional<Counts> read() throws IOException;

    /**
     * @param running those that run now
     * @param failed those that gave up
     */
    record Counts(int total, int running, int failed) {}
}
