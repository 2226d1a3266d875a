package io.pulsefleet.store.uptime;

import io.pulsefleet.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** What was seen of a monitor, as far as it counts. */
@ApplicationScoped
public class Seen {

    private Database database;

    public Seen() {}

    @Inject
    public Seen(Database database) {
        this.database = database;
    }

    /** Phases in microseconds; null: nothing was reached. {@code hops} is a JSON array; null: there was but one. */
    public record Heartbeat(
            Instant slot,
            Instant executedAt,
            String datacenter,
            int agent,
            long lease,
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
            String hops) {}

    /**
     * From one slot (included) to another (not included), the newest first.
     *
     * @param datacenter empty: of all
     */
    public List<Heartbeat> read(int monitor, String datacenter, Instant from, Instant to, int limit) {
        var ask = new Ask(
                        "read heartbeats",
                        "SELECT * FROM api_heartbeats WHERE monitor = ? AND slot_at >= ? AND slot_at < ?")
                .with(monitor)
                .with(from)
                .with(to);
        if (!datacenter.isEmpty()) {
            ask.and(" AND datacenter = ?", datacenter);
        }
        return ask.and(" ORDER BY slot_at DESC, datacenter LIMIT ?", limit).list(database, Seen::heartbeat);
    }

    private static Heartbeat heartbeat(ResultSet row) throws SQLException {
        return new Heartbeat(
                Ask.moment(row, "slot_at"),
                Ask.moment(row, "executed_at"),
                row.getString("datacenter"),
                row.getInt("agent"),
                row.getLong("lease"),
                row.getString("status"),
                row.getString("error"),
                row.getString("message"),
                Ask.number(row, "dns_us"),
                Ask.number(row, "connect_us"),
                Ask.number(row, "tls_us"),
                Ask.number(row, "first_byte_us"),
                Ask.number(row, "transfer_us"),
                Ask.number(row, "code"),
                Ask.bigint(row, "bytes"),
                row.getString("address"),
                Ask.moment(row, "certificate_ends_at"),
                row.getString("answer"),
                row.getString("hops"));
    }
}
