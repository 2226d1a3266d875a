package io.pulsefleet.store.uptime;

import java.time.Instant;

/** Heartbeats as tests need them. */
final class Samples {

    private Samples() {}

    static NewHeartbeat heartbeat(int monitor, String datacenter, Instant slot, String status) {
        return heartbeat(monitor, datacenter, slot, 1, 1, slot.plusMillis(3), status);
    }

    static NewHeartbeat heartbeat(
            int monitor, String datacenter, Instant slot, long lease, int agent, Instant executedAt, String status) {
        return heartbeat(monitor, datacenter, slot, lease, agent, executedAt, status, 1_000);
    }

    static NewHeartbeat heartbeat(
            int monitor,
            String datacenter,
            Instant slot,
            long lease,
            int agent,
            Instant executedAt,
            String status,
            int micros) {
        var isDown = status.equals("down");
        return new NewHeartbeat(
                monitor,
                datacenter,
                slot,
                agent,
                lease,
                5,
                executedAt,
                status,
                isDown ? "REFUSED" : null,
                isDown ? "nobody listens" : null,
                micros,
                2 * micros,
                0,
                4 * micros,
                micros,
                isDown ? null : 200,
                isDown ? null : 1_234L,
                "192.0.2.7",
                null,
                null,
                isDown ? "[{\"url\":\"http://x\"}]" : null);
    }
}
