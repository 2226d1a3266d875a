package io.pulsefleet.store.uptime;

import io.pulsefleet.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/** How much of a span monitors were up, and how slow: from roll-ups where there are some, else from heartbeats. */
@ApplicationScoped
public class Reports {

    private static final String COLUMNS =
            "monitor, datacenter, up, degraded, down, unknown, excluded_up + excluded_degraded + excluded_down"
                    + " + excluded_unknown AS excluded";

    private static final String RAW = """
            SELECT h.monitor, datacenter, (status = 'up' AND NOT e.excluded)::int, (status = 'degraded' AND NOT e.excluded)::int,
                (status = 'down' AND NOT e.excluded)::int, (status = 'unknown' AND NOT e.excluded)::int, e.excluded::int%s
            FROM api_heartbeats h CROSS JOIN %s""";

    private static final String EXCLUDED = "LATERAL (SELECT EXISTS (SELECT FROM w WHERE w.monitor = h.monitor"
            + " AND h.slot_at >= w.since AND h.slot_at < w.until) AS excluded) e";
    private static final String NOT_EXCLUDED = "(SELECT false AS excluded) e";

    /** Nobody probes before the slot; what was executed before is found by that column's index, and not read. */
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(10);

    private static final List<Integer> ALL = List.of();

    private Database database;
    private Rollups rollups;

    public Reports() {}

    @Inject
    public Reports(Database database, Rollups rollups) {
        this.database = database;
        this.rollups = rollups;
    }

    /** What is not counted. Of what is rolled up it was left out then. */
    public interface Excluding {

        /** What is in maintenance at some time of the span. */
        Collection<Exclusion> between(Instant from, Instant to);
    }

    /**
     * Heartbeats, by what they saw.
     *
     * @param unknown the prober itself failed
     * @param excluded those in maintenance, which are in no other number
     */
    public record Counted(
            int monitor, String datacenter, long up, long degraded, long down, long unknown, long excluded) {}

    /** The same of a day in UTC, from all datacenters together. */
    public record Day(int monitor, LocalDate day, long up, long degraded, long down, long unknown, long excluded) {}

    /**
     * Of each monitor and datacenter that has any.
     *
     * @param monitor 0: all
     */
    public List<Counted> count(int monitor, Instant from, Instant to, Excluding excluding) {
        var only = monitor == 0 ? ALL : List.of(monitor);
        var cover = Cover.of(from, to, rollups.until(from));
        var excluded = excludedIn(cover, excluding);
        var ask = asking("count heartbeats", excluded)
                .and(" SELECT monitor, datacenter, sum(up), sum(degraded), sum(down), sum(unknown), sum(excluded)"
                        + " FROM (SELECT " + COLUMNS + " FROM uptime_month WHERE false");
        union(ask, "SELECT " + COLUMNS + " FROM uptime_month h", "h.from_at", cover.months(), only);
        union(ask, "SELECT " + COLUMNS + " FROM uptime_day h", "h.from_at", cover.days(), only);
        union(ask, "SELECT " + COLUMNS + " FROM uptime_hour h", "h.from_at", cover.hours(), only);
        unionRaw(ask, raw(excluded, ""), cover.raw(), only);
        return ask.and(") x GROUP BY 1, 2 ORDER BY 1, 2")
                .list(
                        database,
                        row -> new Counted(
                                row.getInt(1),
                                row.getString(2),
                                row.getLong(3),
                                row.getLong(4),
                                row.getLong(5),
                                row.getLong(6),
                                row.getLong(7)));
    }

    /** Up to when all is rolled up: a question about all monitors that ends there reads no heartbeat. */
    public Instant rolledUntil(Instant otherwise) {
        return rollups.until(otherwise);
    }

    /**
     * Day by day, the earliest first of each monitor.
     *
     * @param monitors none: of none
     */
    public List<Day> days(Collection<Integer> monitors, Instant from, Instant to, Excluding excluding) {
        if (monitors.isEmpty()) {
            return List.of();
        }
        var cover = Cover.withoutMonths(from, to, rollups.until(from));
        var excluded = excludedIn(cover, excluding);
        var ask = asking("count heartbeats by day", excluded)
                .and(" SELECT monitor, (at AT TIME ZONE 'UTC')::date, sum(up), sum(degraded), sum(down), sum(unknown),"
                        + " sum(excluded) FROM (SELECT " + COLUMNS + ", from_at AS at FROM uptime_day WHERE false");
        union(ask, "SELECT " + COLUMNS + ", h.from_at FROM uptime_day h", "h.from_at", cover.days(), monitors);
        union(ask, "SELECT " + COLUMNS + ", h.from_at FROM uptime_hour h", "h.from_at", cover.hours(), monitors);
        unionRaw(ask, raw(excluded, ", h.slot_at"), cover.raw(), monitors);
        return ask.and(") x GROUP BY 1, 2 ORDER BY 1, 2")
                .list(
                        database,
                        row -> new Day(
                                row.getInt(1),
                                row.getObject(2, LocalDate.class),
                                row.getLong(3),
                                row.getLong(4),
                                row.getLong(5),
                                row.getLong(6),
                                row.getLong(7)));
    }

    /** How many heartbeats that were not down were so slow. */
    private record Bucket(String datacenter, String phase, int bucket, long count) {}

    /** The latencies of one datacenter and phase. */
    public record Latency(String datacenter, String phase, Distribution distribution) {}

    public List<Latency> latencies(int monitor, Instant from, Instant to, Excluding excluding) {
        var cover = Cover.withoutMonths(from, to, rollups.until(from));
        var rolled = "SELECT datacenter, p.key AS phase, b.key::int AS bucket, b.value::bigint AS n FROM %s h"
                + " CROSS JOIN LATERAL jsonb_each(latency) p CROSS JOIN LATERAL jsonb_each_text(p.value) b";
        var raw = "SELECT datacenter, phase, " + Rollups.BUCKET + ", 1 FROM api_heartbeats h CROSS JOIN LATERAL "
                + Rollups.PHASES;
        var ask = asking("read latencies", excludedIn(cover, excluding))
                .and(
                        " SELECT datacenter, phase, bucket, sum(n) FROM (SELECT '' AS datacenter, '' AS phase, 0 AS bucket,"
                                + " 0::bigint AS n WHERE false");
        union(ask, rolled.formatted("uptime_day"), "h.from_at", cover.days(), List.of(monitor));
        union(ask, rolled.formatted("uptime_hour"), "h.from_at", cover.hours(), List.of(monitor));
        for (var part : cover.raw()) {
            ask.and(
                    " UNION ALL " + raw
                            + " WHERE h.monitor = ? AND h.slot_at >= ? AND h.slot_at < ? AND status IN ('up', 'degraded')"
                            + " AND us IS NOT NULL AND NOT EXISTS (SELECT FROM w WHERE w.monitor = h.monitor"
                            + " AND h.slot_at >= w.since AND h.slot_at < w.until)",
                    monitor,
                    part.from(),
                    part.to());
        }
        var found = ask.and(") x GROUP BY 1, 2, 3")
                .list(database, row -> new Bucket(row.getString(1), row.getString(2), row.getInt(3), row.getLong(4)));
        return distributions(found);
    }

    /** How slow the probes of a monitor were in whole, from one datacenter. */
    public record Total(int monitor, String datacenter, Distribution distribution) {}

    private record TotalBucket(int monitor, String datacenter, int bucket, long count) {}

    /** @param monitors none: of none */
    public List<Total> totals(Collection<Integer> monitors, Instant from, Instant to, Excluding excluding) {
        if (monitors.isEmpty()) {
            return List.of();
        }
        var cover = Cover.withoutMonths(from, to, rollups.until(from));
        var rolled = "SELECT monitor, datacenter, b.key::int AS bucket, b.value::bigint AS n FROM %s h"
                + " CROSS JOIN LATERAL jsonb_each_text(latency -> 'total') b";
        var raw = "SELECT monitor, datacenter, " + Rollups.BUCKET + ", 1 FROM (SELECT *, total_us AS us"
                + " FROM api_heartbeats WHERE status IN ('up', 'degraded') AND total_us IS NOT NULL) h";
        var ask = asking("read latencies of all", excludedIn(cover, excluding))
                .and(
                        " SELECT monitor, datacenter, bucket, sum(n) FROM (SELECT 0 AS monitor, '' AS datacenter, 0 AS bucket,"
                                + " 0::bigint AS n WHERE false");
        union(ask, rolled.formatted("uptime_day"), "h.from_at", cover.days(), monitors);
        union(ask, rolled.formatted("uptime_hour"), "h.from_at", cover.hours(), monitors);
        for (var part : cover.raw()) {
            unionRaw(ask, raw, List.of(part), monitors);
            ask.and(" AND NOT EXISTS (SELECT FROM w WHERE w.monitor = h.monitor AND h.slot_at >= w.since"
                    + " AND h.slot_at < w.until)");
        }
        var buckets = new TreeMap<Integer, TreeMap<String, TreeMap<Integer, Long>>>();
        ask.and(") x GROUP BY 1, 2, 3")
                .list(database, row -> new TotalBucket(row.getInt(1), row.getString(2), row.getInt(3), row.getLong(4)))
                .forEach(one -> buckets.computeIfAbsent(one.monitor(), none -> new TreeMap<>())
                        .computeIfAbsent(one.datacenter(), none -> new TreeMap<>())
                        .merge(one.bucket(), one.count(), Long::sum));
        var totals = new ArrayList<Total>();
        buckets.forEach((monitor, datacenters) -> datacenters.forEach(
                (datacenter, counts) -> totals.add(new Total(monitor, datacenter, new Distribution(counts)))));
        return totals;
    }

    private static List<Exclusion> excludedIn(Cover cover, Excluding excluding) {
        return cover.raw().stream()
                .flatMap(part -> excluding.between(part.from(), part.to()).stream())
                .distinct()
                .toList();
    }

    private static Ask asking(String doing, Collection<Exclusion> excluded) {
        return new Ask(
                        doing,
                        "WITH w AS MATERIALIZED (SELECT * FROM unnest(?::int[], ?::timestamptz[], ?::timestamptz[])"
                                + " AS w(monitor, since, until))")
                .with("int4", excluded, Exclusion::monitor)
                .with("timestamptz", excluded, Exclusion::from)
                .with("timestamptz", excluded, Exclusion::to);
    }

    private static String raw(Collection<Exclusion> excluded, String more) {
        return RAW.formatted(more, excluded.isEmpty() ? NOT_EXCLUDED : EXCLUDED);
    }

    private static void unionRaw(Ask ask, String select, List<Cover.Part> parts, Collection<Integer> only) {
        for (var part : parts) {
            union(ask, select, "h.slot_at", List.of(part), only);
            ask.and(" AND h.executed_at >= ?", part.from().minus(CLOCKS_DIFFER));
        }
    }

    /** @param only {@link #ALL}, or the monitors that are wanted */
    private static void union(Ask ask, String select, String key, List<Cover.Part> parts, Collection<Integer> only) {
        for (var part : parts) {
            ask.and(" UNION ALL " + select + " WHERE " + key + " >= ? AND " + key + " < ?", part.from(), part.to());
            if (!only.isEmpty()) {
                ask.and(" AND h.monitor = ANY (?)").with("int4", only, each -> each);
            }
        }
    }

    private static List<Latency> distributions(List<Bucket> found) {
        var counts = new TreeMap<String, TreeMap<String, TreeMap<Integer, Long>>>();
        for (var one : found) {
            counts.computeIfAbsent(one.datacenter(), none -> new TreeMap<>())
                    .computeIfAbsent(one.phase(), none -> new TreeMap<>())
                    .merge(one.bucket(), one.count(), Long::sum);
        }
        var latencies = new ArrayList<Latency>();
        counts.forEach((datacenter, phases) -> phases.forEach(
                (phase, buckets) -> latencies.add(new Latency(datacenter, phase, new Distribution(buckets)))));
        return latencies;
    }
}
