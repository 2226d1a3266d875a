package io.pulsefleet.e2e.bench;

import java.sql.Connection;
import java.sql.SQLException;

/** Monitors that one datacenter probes every 30 s, put there by SQL. */
record ManyMonitors(Connection connection, int count) {

    /** What a day holds of a monitor at 30 s. */
    private static final String LATENCY = "(SELECT jsonb_object_agg(phase, (SELECT jsonb_object_agg(b, 180) FROM"
            + " generate_series(84, 91) b)) FROM unnest(ARRAY['dns', 'connect', 'tls', 'first_byte', 'transfer', 'total']) phase)";

    void make() throws SQLException {
        execute(
                "INSERT INTO datacenters (id, name) VALUES ('fra-1', 'Frankfurt')",
                "INSERT INTO api_monitors (id, name, kind, check_body, schedule) SELECT i, 'monitor ' || i, 'http',"
                        + " '{\"url\": \"https://shop.example/health\"}', '30s' FROM generate_series(1, " + count
                        + ") i",
                "INSERT INTO uptime_standing (monitor, datacenter, slot_at, executed_at, since_at, failures, status, total_us)"
                        + " SELECT i, 'fra-1', now(), now(), now(), 0, 'up', 5000 FROM generate_series(1, "
                        + count + ") i");
    }

    /** Of each UTC day that {@code days} has, an SQL query of the moments at which they begin. */
    void roll(String days) throws SQLException {
        execute("INSERT INTO uptime_day (from_at, monitor, datacenter, up, degraded, down, excluded_up,"
                + " excluded_degraded, excluded_down, latency) SELECT d, m, 'fra-1', 2870, 5, 5, 0, 0, 0, l.latency"
                + " FROM (SELECT " + LATENCY + " AS latency) l, (" + days + ") d (d), generate_series(1, "
                + count + ") m");
    }

    /** The hours of today that are over, and this hour's heartbeats. */
    void beatToday() throws SQLException {
        execute(
                "INSERT INTO uptime_hour (from_at, monitor, datacenter, up, degraded, down, excluded_up,"
                        + " excluded_degraded, excluded_down, latency) SELECT h, m, 'fra-1', 120, 0, 0, 0, 0, 0, l.latency"
                        + " FROM (SELECT " + LATENCY + " AS latency) l,"
                        + " generate_series(date_trunc('day', now(), 'UTC'), date_trunc('hour', now()) - interval '1 hour', '1 hour') h,"
                        + " generate_series(1, " + count + ") m",
                "INSERT INTO api_heartbeats (slot_at, executed_at, lease, revision, total_us, monitor,"
                        + " agent, dns_us, connect_us, tls_us, first_byte_us, transfer_us, datacenter, status)"
                        + " SELECT s, s, 1, 1, 5000, m, 1, 1000, 1000, 1000, 1000, 1000, 'fra-1', 'up'"
                        + " FROM generate_series(date_trunc('hour', now()), now(), '30 seconds') s, generate_series(1, "
                        + count + ") m",
                "INSERT INTO uptime_rolled (until_at) VALUES (date_trunc('hour', now())) ON CONFLICT (one) DO UPDATE SET"
                        + " until_at = excluded.until_at");
    }

    /** Some of them beat, as what probers see does it. */
    void beat(int first, int last) throws SQLException {
        try (var move = connection.prepareStatement("UPDATE uptime_standing SET slot_at = now(), executed_at = now(),"
                + " moved_by = pg_current_xact_id() WHERE monitor BETWEEN ? AND ?")) {
            move.setInt(1, first);
            move.setInt(2, last);
            move.executeUpdate();
        }
    }

    private void execute(String... statements) throws SQLException {
        for (var sql : statements) {
            try (var statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }
    }
}
