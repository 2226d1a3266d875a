package io.pulsefleet.hub.fleet;

import java.time.Duration;
import java.time.Instant;

/** What the last heartbeat tells of an agent (SP-07). */
public enum Liveness {
    ONLINE,
    /** It beats, and says that something hinders it. */
    ERROR,
    OFFLINE;

    /** Three heartbeats missed. */
    private static final Duration SILENCE = Duration.ofSeconds(45);

    /**
     * @param lastHeartbeat by the hub's clock; null when there was none yet
     * @param silence how long it may say nothing; null: as our own agents
     */
    public static Liveness of(Instant lastHeartbeat, Duration silence, boolean troubled, Instant now) {
        if (lastHeartbeat == null || lastHeartbeat.isBefore(now.minus(silence == null ? SILENCE : silence))) {
            return OFFLINE;
        }
        return troubled ? ERROR : ONLINE;
    }
}
