package io.pulsefleet.e2e.probers;

import io.pulsefleet.e2e.Await;
import io.pulsefleet.e2e.Stack;
import io.pulsefleet.embedded.Postgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What the hub's tables say of who probed and what was seen, and whether that is all that it must be: one heartbeat of each
 * slot, but for those that passed while nobody could know that somebody had to take over.
 */
public final class ProberBooks {

    /** What a killed agent has seen and not yet sealed: a visit's interval, and what a visit itself takes. */
    private static final Duration UNSEALED = Duration.ofSeconds(8);

    /** From the grant until the new prober has learned of it. */
    private static final Duration LEARNS_WITHIN = Duration.ofSeconds(3);

    private static final String AS_ISO = "to_char(%s AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')";

    /** @param from since when slots may be missing */
    private record Fault(String what, Instant at, Instant from, long before) {}

    private final Stack stack;
    private final List<Fault> faults = new ArrayList<>();
    private final List<Instant> losses = new ArrayList<>();

    public ProberBooks(Stack stack) {
        this.stack = stack;
    }

    /** The holder has gone without a word, and with what it had not sealed. */
    public void killed(Instant at, long lease) {
        faults.add(new Fault("killed", at, at.minus(UNSEALED), lease));
    }

    /** One that does not hold the lease has gone: of what it saw before another took over, what it had not sealed is lost. */
    public void lost(Instant at) {
        losses.add(at);
    }

    /** The holder goes on, and what it sees counts until another is given the lease. */
    public void cut(Instant at, long lease) {
        faults.add(new Fault("cut", at, null, lease));
    }

    /** The holder gives it back itself. */
    public void ended(String how, Instant at, long lease) {
        faults.add(new Fault(how, at, at.minusSeconds(1), lease));
    }

    /** @param agent its id */
    public record Lease(long number, UUID agent, Instant granted) {}

    /** The newest; null: there is none. */
    public Lease newest() throws SQLException {
        try (var connection = open();
                var rows = connection.createStatement().executeQuery("""
                        SELECT g.number, a.id, g.granted_at FROM uptime_grant g JOIN agents a ON a.number = g.agent
                        ORDER BY g.number DESC LIMIT 1""")) {
            return rows.next()
                    ? new Lease(
                            rows.getLong(1),
                            rows.getObject(2, UUID.class),
                            rows.getTimestamp(3).toInstant())
                    : null;
        }
    }

    public Lease awaitLease(long after, Duration longest) {
        var found = new Lease[1];
        Await.until("nobody took lease " + after + " over", longest, () -> {
            try {
                found[0] = newest();
                return found[0] != null && found[0].number() > after;
            } catch (SQLException notYet) {
                throw new IOException(notYet);
            }
        });
        return found[0];
    }

    public long count(String query) throws SQLException {
        return Long.parseLong(texts(query).get(0));
    }

    /** Waits for a number that some query counts. */
    public void awaitCount(String what, String query, long least, Duration longest) {
        Await.until(what, longest, () -> {
            try {
                return count(query) >= least;
            } catch (SQLException notYet) {
                throw new IOException(notYet);
            }
        });
    }

    /** How long it took from each fault until the first heartbeat that counts under the next lease began. */
    public List<Takeover> takeovers() throws SQLException {
        var all = new ArrayList<Takeover>();
        for (var fault : faults) {
            var began = texts("SELECT " + AS_ISO.formatted("min(executed_at)") + " FROM api_heartbeats WHERE lease > "
                            + fault.before())
                    .get(0);
            all.add(new Takeover(fault.what(), Duration.between(fault.at(), Instant.parse(began))));
        }
        return all;
    }

    public record Takeover(String what, Duration took) {}

    /** Slots without a heartbeat that counts, which should have one. */
    public List<String> missing() throws SQLException {
        return texts("""
                WITH span AS (
                    SELECT h.monitor, min(h.slot_at) AS first, max(h.slot_at) AS last,
                        max(s.every_seconds) * interval '1 s' AS every
                    FROM api_heartbeats h JOIN api_monitors m ON m.id = h.monitor JOIN schedules s ON s.name = m.schedule
                    GROUP BY h.monitor)
                SELECT format('%s at %s', monitor, slot) FROM span, generate_series(first, last, every) slot
                WHERE NOT EXISTS (SELECT FROM api_heartbeats h WHERE h.monitor = span.monitor AND h.slot_at = slot)
                    AND NOT EXISTS (SELECT FROM unnest('""" + excused() + "'::tstzrange[]) x WHERE slot <@ x)" + " ORDER BY 1");
    }

    /** Around each takeover, as text of an array of ranges. */
    private String excused() throws SQLException {
        var ranges = new ArrayList<String>();
        for (var grant : texts("SELECT " + AS_ISO.formatted("granted_at") + " FROM uptime_grant ORDER BY number")) {
            var at = Instant.parse(grant);
            ranges.add(range(at.minusSeconds(1), at.plus(LEARNS_WITHIN)));
        }
        for (var at : losses) {
            ranges.add(range(at.minus(UNSEALED), at));
        }
        for (var fault : faults) {
            if (fault.from() != null) {
                var next = texts("SELECT " + AS_ISO.formatted("min(granted_at)") + " FROM uptime_grant WHERE number > "
                                + fault.before())
                        .get(0);
                ranges.add(range(fault.from(), Instant.parse(next).plus(LEARNS_WITHIN)));
            }
        }
        return "{\"" + String.join("\",\"", ranges) + "\"}";
    }

    private static String range(Instant from, Instant to) {
        return "[" + from + "," + to + "]";
    }

    /** Heartbeats that count though another had been given the lease when they were executed. */
    public long countedThoughStale() throws SQLException {
        return count("""
                SELECT count(*) FROM api_heartbeats h WHERE EXISTS (SELECT FROM uptime_grant g
                    WHERE g.datacenter = h.datacenter AND g.number > h.lease AND g.agent <> h.agent
                        AND g.granted_at <= h.executed_at)""");
    }

    public List<String> texts(String query) throws SQLException {
        try (var connection = open();
                var rows = connection.createStatement().executeQuery(query)) {
            var texts = new ArrayList<String>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        }
    }

    public void execute(String... statements) throws SQLException {
        try (var connection = open();
                var statement = connection.createStatement()) {
            for (var each : statements) {
                statement.execute(each);
            }
        }
    }

    private Connection open() throws SQLException {
        try {
            return DriverManager.getConnection(stack.postgres().jdbcUrl(), Postgres.USER, stack.databasePassword());
        } catch (IOException noPassword) {
            throw new SQLException(noPassword);
        }
    }
}
