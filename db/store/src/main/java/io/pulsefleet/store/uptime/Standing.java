package io.pulsefleet.store.uptime;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/**
 * How a monitor stands as one datacenter sees it: its newest heartbeat there. It moves forward only.
 *
 * @param since the slot since which its status is the same
 * @param failures so many in a row saw it down, this one included; what is unknown neither adds to them nor ends them
 * @param total microseconds; null: nothing was reached
 */
public record Standing(
        int monitor,
        String datacenter,
        Instant slot,
        Instant executedAt,
        Instant since,
        int failures,
        String status,
        String error,
        String message,
        Long total,
        Integer code,
        Instant certificateEnds) {

    static Standing of(NewHeartbeat first) {
        return new Standing(
                        first.monitor(),
                        first.datacenter(),
                        Instant.MIN,
                        null,
                        null,
                        0,
                        "",
                        null,
                        null,
                        null,
                        null,
                        null)
                .after(first);
    }

    /** One that is not newer changes nothing. */
    Standing after(NewHeartbeat heartbeat) {
        if (!heartbeat.slot().isAfter(slot)) {
            return this;
        }
        return new Standing(
                monitor,
                datacenter,
                heartbeat.slot(),
                heartbeat.executedAt(),
                heartbeat.status().equals(status) ? since : heartbeat.slot(),
                failuresAfter(heartbeat),
                heartbeat.status(),
                heartbeat.error(),
                heartbeat.message(),
                heartbeat.total(),
                heartbeat.code(),
                heartbeat.certificateEnds());
    }

    private int failuresAfter(NewHeartbeat heartbeat) {
        if (heartbeat.isUnknown()) {
            return failures;
        }
        return heartbeat.isDown() ? failures + 1 : 0;
    }

    /** The prober itself failed: it says nothing of the target. */
    public boolean isUnknown() {
        return status.equals(NewHeartbeat.UNKNOWN);
    }

    static Standing of(ResultSet row) throws SQLException {
        return new Standing(
                row.getInt("monitor"),
                row.getString("datacenter"),
                Ask.moment(row, "slot_at"),
                Ask.moment(row, "executed_at"),
                Ask.moment(row, "since_at"),
                row.getInt("failures"),
                row.getString("status"),
                row.getString("error"),
                row.getString("message"),
                Ask.bigint(row, "total_us"),
                Ask.number(row, "code"),
                Ask.moment(row, "certificate_ends_at"));
    }
}
