package io.pulsefleet.agent.collect;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The host's services as systemd tells them, for whoever asks now (PU-09). */
public interface ServiceUnits {

    /**
     * In systemd's own words.
     *
     * @param active its ActiveState
     * @param sub its SubState
     * @param result {@code success}, or why it failed
     * @param enabled its UnitFileState
     * @param restarts null where nobody counts them; likewise memory and process
     */
    record Service(
            String name,
            String description,
            String active,
            String sub,
            String result,
            String enabled,
            Long restarts,
            Long memoryBytes,
            Long mainPid) {

        public boolean hasFailed() {
            return active.equals("failed");
        }
    }

    /**
     * All services that are loaded, by name.
     *
     * @return empty: this host was not started by systemd, or this agent does not see it
     * @throws IOException that names the remedy
     */
    Optional<List<Service>> services() throws IOException;
}
