package io.pulsefleet.store.uptime;

import io.pulsefleet.store.Database;
import io.pulsefleet.store.StoreException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Rolls heartbeats up by hour, and these by day. An hour is done in one transaction, as a whole, and may be done again: what
 * came late has it be due once more.
 */
@ApplicationScoped
public class Rollups {

    private static final Duration HOUR = Duration.ofHours(1);

    /** So many are done in one go; a hub that was away for longer goes on with the next. */
    private static final int MOST_HOURS = 200;

    static final String BUCKET =
            "CASE WHEN us <= 0 THEN -1 ELSE floor(ln(us::float8) * 8 / ln(2::float8) + 1e-9)::int END";

    static final String PHASES = "(VALUES ('dns', dns_us::bigint), ('connect', connect_us), ('tls', tls_us),"
            + " ('first_byte', first_byte_us), ('transfer', transfer_us), ('total', total_us)) p(phase, us)";

    private static final String EXCLUDED =
            "EXISTS (SELECT FROM w WHERE w.monitor = h.monitor AND h.slot_at >= w.since AND h.slot_at < w.until)";

    private static final String OF_HOUR = """
            WITH w AS MATERIALIZED (SELECT * FROM unnest(?::int[], ?::timestamptz[], ?::timestamptz[]) AS w(monitor, since, until)),
            beats AS (SELECT h.*, %s AS excluded FROM api_heartbeats h WHERE slot_at >= ? AND slot_at < ?),
            counts AS (
                SELECT monitor, datacenter, count(*) FILTER (WHERE status = 'up' AND NOT excluded) AS up,
                    count(*) FILTER (WHERE status = 'degraded' AND NOT excluded) AS degraded,
                    count(*) FILTER (WHERE status = 'down' AND NOT excluded) AS down,
                    count(*) FILTER (WHERE status = 'unknown' AND NOT excluded) AS unknown,
                    count(*) FILTER (WHERE status = 'up' AND excluded) AS excluded_up,
                    count(*) FILTER (WHERE status = 'degraded' AND excluded) AS excluded_degraded,
                    count(*) FILTER (WHERE status = 'down' AND excluded) AS excluded_down,
                    count(*) FILTER (WHERE status = 'unknown' AND excluded) AS excluded_unknown
                FROM beats GROUP BY 1, 2),
            buckets AS (
                SELECT monitor, datacenter, phase, %s AS bucket, count(*) AS n FROM beats CROSS JOIN LATERAL %s
                WHERE status IN ('up', 'degraded') AND NOT excluded AND us IS NOT NULL GROUP BY 1, 2, 3, 4),
            phases AS (
                SELECT monitor, datacenter, phase, jsonb_object_agg(bucket, n) AS numbers FROM buckets GROUP BY 1, 2, 3),
            latencies AS (
                SELECT monitor, datacenter, jsonb_object_agg(phase, numbers) AS latency FROM phases GROUP BY 1, 2)
            INSERT INTO uptime_hour (from_at, monitor, datacenter, up, degraded, down, unknown, excluded_up,
                excluded_degraded, excluded_down, excluded_unknown, latency)
            SELECT ?, monitor, datacenter, up, degraded, down, unknown, excluded_up, excluded_degraded, excluded_down,
                excluded_unknown, coalesce(latency, '{}') FROM counts LEFT JOIN latencies USING (monitor, datacenter)""".formatted(EXCLUDED, BUCKET, PHASES);

    private static final String OF_DAY = """
            WITH hours AS (SELECT * FROM uptime_hour WHERE from_at >= ? AND from_at < ?),
            counts AS (
                SELECT monitor, datacenter, sum(up) AS up, sum(degraded) AS degraded, sum(down) AS down,
                    sum(unknown) AS unknown, sum(excluded_up) AS excluded_up, sum(excluded_degraded) AS excluded_degraded,
                    sum(excluded_down) AS excluded_down, sum(excluded_unknown) AS excluded_unknown FROM hours GROUP BY 1, 2),
            buckets AS (
                SELECT monitor, datacenter, p.key AS phase, b.key AS bucket, sum(b.value::bigint) AS n
                FROM hours CROSS JOIN LATERAL jsonb_each(latency) p CROSS JOIN LATERAL jsonb_each_text(p.value) b
                GROUP BY 1, 2, 3, 4),
            phases AS (
                SELECT monitor, datacenter, phase, jsonb_object_agg(bucket, n) AS numbers FROM buckets GROUP BY 1, 2, 3),
            latencies AS (
                SELECT monitor, datacenter, jsonb_object_agg(phase, numbers) AS latency FROM phases GROUP BY 1, 2)
            INSERT INTO uptime_day (from_at, monitor, datacenter, up, degraded, down, unknown, excluded_up,
                excluded_degraded, excluded_down, excluded_unknown, latency)
            SELECT ?, monitor, datacenter, up, degraded, down, unknown, excluded_up, excluded_degraded, excluded_down,
                excluded_unknown, coalesce(latency, '{}') FROM counts LEFT JOIN latencies USING (monitor, datacenter)""";

    private static final String OF_MONTH = """
            INSERT INTO uptime_month (from_at, up, degraded, down, unknown, excluded_up, excluded_degraded, excluded_down,
                excluded_unknown, monitor, datacenter)
            SELECT ?, sum(up), sum(degraded), sum(down), sum(unknown), sum(excluded_up), sum(excluded_degraded),
                sum(excluded_down), sum(excluded_unknown), monitor, datacenter
            FROM uptime_day WHERE from_at >= ? AND from_at < ? GROUP BY monitor, datacenter""";

    private static final String DAYS_ARE_KEPT =
            "SELECT coalesce(max(keep_days), 36500) FROM retention WHERE kind = 'uptime-1d'";

    private Database database;

    public Rollups() {}

    @Inject
    public Rollups(Database database) {
        this.database = database;
    }

    /** Hours that are over and not rolled up, or got heartbeats since. The oldest first. */
    public List<Instant> due(Instant now, Duration grace) {
        var end = now.minus(grace).truncatedTo(ChronoUnit.HOURS);
        var due = new ArrayList<Instant>();
        for (var hour = until(end); hour.isBefore(end) && due.size() < MOST_HOURS; hour = hour.plus(HOUR)) {
            due.add(hour);
        }
        var until = until(end);
        new Ask(
                        "read which hours are to be rolled up again",
                        "SELECT hour_at FROM uptime_due WHERE hour_at < ? ORDER BY 1 LIMIT ?")
                .with(until)
                .with(MOST_HOURS)
                .list(database, row -> Ask.moment(row, "hour_at"))
                .forEach(due::add);
        return due.stream().sorted().toList();
    }

    /** Up to when all is rolled up, but for what is due again. */
    public Instant until(Instant otherwise) {
        return new Ask("read up to when heartbeats are rolled up", """
                SELECT coalesce((SELECT until_at FROM uptime_rolled),
                    (SELECT date_trunc('hour', min(slot_at), 'UTC') FROM api_heartbeats)) AS until_at""")
                .list(database, row -> java.util.Optional.ofNullable(Ask.moment(row, "until_at")))
                .get(0)
                .orElse(otherwise);
    }

    /**
     * Rolls up an hour, and its day and month if these are over by then.
     *
     * @param excluded what is not counted, of that hour
     * @return how many monitors' and datacenters' hours
     */
    public int roll(Instant hour, Collection<Exclusion> excluded) {
        try (var connection = database.ownConnection()) {
            connection.setAutoCommit(false);
            try {
                var rows = roll(connection, hour, excluded);
                connection.commit();
                return rows;
            } catch (SQLException | RuntimeException failed) {
                connection.rollback();
                throw failed;
            } finally {
                connection.setAutoCommit(true);
            }
        } catch (SQLException refused) {
            throw new StoreException("roll up the heartbeats of " + hour, refused);
        }
    }

    private static int roll(Connection connection, Instant hour, Collection<Exclusion> excluded) throws SQLException {
        // first: whoever is adding to this hour holds it until what is added is there
        new Ask("", "DELETE FROM uptime_due WHERE hour_at = ?").with(hour).run(connection);
        new Ask("", "DELETE FROM uptime_hour WHERE from_at = ?").with(hour).run(connection);
        var rows = new Ask("", OF_HOUR)
                .with("int4", excluded, Exclusion::monitor)
                .with("timestamptz", excluded, Exclusion::from)
                .with("timestamptz", excluded, Exclusion::to)
                .with(hour)
                .with(hour.plus(HOUR))
                .with(hour)
                .run(connection);
        new Ask(
                        "",
                        "INSERT INTO uptime_rolled AS r (until_at) VALUES (?) ON CONFLICT (one) DO UPDATE SET"
                                + " until_at = greatest(r.until_at, excluded.until_at)")
                .with(hour.plus(HOUR))
                .run(connection);
        var day = hour.truncatedTo(ChronoUnit.DAYS);
        var nextDay = day.plus(1, ChronoUnit.DAYS);
        var until = new Ask("", "SELECT until_at FROM uptime_rolled")
                .list(connection, row -> Ask.moment(row, "until_at"))
                .get(0);
        if (!until.isBefore(nextDay)) {
            new Ask("", "DELETE FROM uptime_day WHERE from_at = ?").with(day).run(connection);
            new Ask("", OF_DAY).with(day).with(nextDay).with(day).run(connection);
            rollMonth(connection, Cover.beginOf(day, ChronoUnit.MONTHS), until);
        }
        return rows;
    }

    private static void rollMonth(Connection connection, Instant month, Instant until) throws SQLException {
        var next = Cover.next(month, ChronoUnit.MONTHS);
        var kept = Duration.ofDays(new Ask("", DAYS_ARE_KEPT)
                .list(connection, row -> row.getInt(1))
                .get(0));
        if (until.isBefore(next) || until.isAfter(next.plus(kept))) {
            return; // not over, or its days are not all there any more: then it stays as it was
        }
        new Ask("", "DELETE FROM uptime_month WHERE from_at = ? OR from_at < ?")
                .with(month)
                .with(month.minus(kept))
                .run(connection);
        new Ask("", OF_MONTH).with(month).with(month).with(next).run(connection);
    }
}
