package io.pulsefleet.store.uptime;

import java.time.Instant;
import java.util.Comparator;

/**
 * One to be kept.
 *
 * @param lease under which its agent says that it probed; 0: nobody probed, what is watched reported by itself
 * @param status up, degraded, down; unknown: the prober itself failed, which says nothing of the target
 * @param dns as the other phases: microseconds; null: nothing was reached
 * @param hops a JSON array; null: there was but one
 */
public record NewHeartbeat(
        int monitor,
        String datacenter,
        Instant slot,
        int agent,
        long lease,
        long revision,
        Instant executedAt,
        String status,
        String error,
        String message,
        Integer dns,
        Integer connect,
        Integer tls,
        Integer firstByte,
        Integer transfer,
        Integer code,
        Long bytes,
        String address,
        Instant certificateEnds,
        String answer,
        String hops) {

    public static final String DOWN = "down";
    public static final String UNKNOWN = "unknown";

    /** The datacenter of what reports by itself. */
    public static final String PUSH = "push";

    /** As they are locked, by everybody. */
    static final Comparator<NewHeartbeat> BY_KEY = Comparator.comparing(NewHeartbeat::monitor)
            .thenComparing(NewHeartbeat::datacenter)
            .thenComparing(NewHeartbeat::slot);

    boolean isDown() {
        return status.equals(DOWN);
    }

    boolean isUnknown() {
        return status.equals(UNKNOWN);
    }

    Long total() {
        return dns == null ? null : (long) dns + connect + tls + firstByte + transfer;
    }
}
