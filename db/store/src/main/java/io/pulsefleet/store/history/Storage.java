package io.pulsefleet.store.history;

import io.pulsefleet.store.Database;
import io.pulsefleet.store.StoreException;
import io.pulsefleet.store.history.Forecast.Piece;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How much room what takes, from the catalog and from packing's account: no row of data is read for it.
 *
 * <p>The levels of one partition of packs share its bytes as their encoded columns do. The forecast takes everyone for
 * keeping things as long as the group that keeps them longest.
 */
@ApplicationScoped
public class Storage {

    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration MONTH = Duration.ofDays(31);
    private static final List<Kind> BY_ARRIVAL = List.of(
            Kind.LOG,
            Kind.DOCUMENT,
            Kind.PG_SAMPLE,
            Kind.PG_SESSION,
            Kind.PG_STATEMENT,
            Kind.PG_LOCK,
            Kind.PG_LOG,
            Kind.HOST_EVENT,
            Kind.UPTIME,
            Kind.UPTIME_STALE,
            Kind.UPTIME_HOUR,
            Kind.UPTIME_DAY,
            Kind.HEARTBEAT);
    /** 16 MB: it takes some milliseconds to count them. */
    private static final long FEW_PAGES = 2_000;

    private static final List<Kind> LEVELS = List.of(Kind.RAW, Kind.MINUTE, Kind.TEN_MINUTES);

    private Database database;
    private HotLeaves hot;
    private Policies policies;

    public Storage() {}

    @Inject
    public Storage(Database database, HotLeaves hot, Policies policies) {
        this.database = database;
        this.hot = hot;
        this.policies = policies;
    }

    /**
     * @param databaseBytes all of the database, ours or not
     * @param waiting hours that are closed and not packed yet
     */
    public record Report(Instant at, long databaseBytes, List<Kept> kept, List<HotLeaf> waiting) {}

    /**
     * @param kind as in policies; {@code hot}: visits that are not packed yet; {@code rollup}: {@code 1h} and {@code 1d}
     * @param bytes with indexes and all that belongs to it
     * @param rows as PostgreSQL estimates them; of packs: visits, or stretches of time
     * @param samples null: not counted
     * @param oldest null: nothing is there
     * @param growth bytes a day, of late
     * @param keepDays null: until it is packed
     */
    public record Kept(
            String kind,
            long bytes,
            long rows,
            Long samples,
            Instant oldest,
            Instant newest,
            long growth,
            Integer keepDays,
            long in30Days,
            long in90Days,
            long in365Days) {}

    public Report report(Instant now, Duration grace) {
        var rules = new Rules(policies.all());
        try (var connection = database.ownConnection()) {
            var kept = new ArrayList<Kept>();
            kept.add(hot(connection));
            kept.addAll(packs(connection, now, rules));
            kept.add(partitioned(connection, "rollup", "rollup", MONTH, rules.longest(Kind.DAY), now));
            for (var kind : BY_ARRIVAL) {
                var window = kind == Kind.UPTIME_HOUR || kind == Kind.UPTIME_DAY ? MONTH : WEEK;
                kept.add(partitioned(connection, kind.toString(), kind.table(), window, rules.longest(kind), now));
            }
            for (var kind : List.of(Kind.RUN, Kind.RECEIPT, Kind.PG_TEXT)) {
                kept.add(plain(connection, kind, rules.longest(kind), now));
            }
            return new Report(now, databaseBytes(connection), List.copyOf(kept), hot.toPack(now, grace));
        } catch (SQLException refused) {
            throw new StoreException("measure the storage", refused);
        }
    }

    private static Kept hot(Connection connection) throws SQLException {
        var leaves = held(connection, "frame");
        var bytes = leaves.stream().mapToLong(Leaf::bytes).sum();
        var oldest = leaves.stream()
                .filter(leaf -> !leaf.isDefault())
                .map(Leaf::from)
                .findFirst();
        var newest = leaves.stream()
                .filter(leaf -> !leaf.isDefault())
                .map(Leaf::until)
                .reduce((one, next) -> next);
        return new Kept(
                "hot",
                bytes,
                rows(connection, "frame"),
                null,
                oldest.orElse(null),
                newest.orElse(null),
                0,
                null,
                bytes,
                bytes,
                bytes);
    }

    /** What a level has of all days. */
    private static final class Level {
        private final List<Piece> pieces = new ArrayList<>();
        private long rows;
        private long samples;
        private Instant oldest;
        private Instant newest;
    }

    private static List<Kept> packs(Connection connection, Instant now, Rules rules) throws SQLException {
        var levels = new TreeMap<Integer, Level>();
        LEVELS.forEach(kind -> levels.put(kind.level(), new Level()));
        var sizes = sizesOfDays(connection);
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "SELECT day, level, sum(bytes), sum(rows), sum(samples), min(first_at), max(last_at),"
                                + " sum(sum(bytes)) OVER (PARTITION BY day) FROM packed GROUP BY day, level ORDER BY day")) {
            while (rows.next()) {
                var level = levels.get(rows.getInt(2));
                if (level != null) {
                    add(level, rows, sizes);
                }
            }
        }
        var kept = new ArrayList<Kept>();
        for (var kind : LEVELS) {
            var level = levels.get(kind.level());
            var samples = kind == Kind.RAW ? level.samples : null;
            kept.add(kept(
                    kind.toString(),
                    level.pieces,
                    level.rows,
                    samples,
                    level.oldest,
                    level.newest,
                    WEEK,
                    rules.longest(kind),
                    now));
        }
        return kept;
    }

    private static void add(Level level, ResultSet row, Map<LocalDate, Long> sizes) throws SQLException {
        var day = row.getObject(1, LocalDate.class);
        var from = day.atStartOfDay(ZoneOffset.UTC).toInstant();
        var share = row.getDouble(3) / Math.max(1, row.getDouble(8));
        var bytes = sizes.containsKey(day) ? Math.round(sizes.get(day) * share) : row.getLong(3);
        level.pieces.add(new Piece(from, from.plus(1, ChronoUnit.DAYS), bytes));
        level.rows += row.getLong(4);
        level.samples += row.getLong(5);
        level.oldest = level.oldest == null ? instant(row, 6) : level.oldest;
        level.newest = instant(row, 7);
    }

    private static Map<LocalDate, Long> sizesOfDays(Connection connection) throws SQLException {
        var sizes = new TreeMap<LocalDate, Long>();
        for (var leaf : Leaf.of(connection, "pack")) {
            if (!leaf.isDefault()) {
                sizes.put(LocalDate.ofInstant(leaf.from(), ZoneOffset.UTC), leaf.bytes());
            }
        }
        return sizes;
    }

    private static Kept partitioned(
            Connection connection, String kind, String table, Duration window, int keepDays, Instant now)
            throws SQLException {
        var leaves = held(connection, table);
        var pieces = leaves.stream()
                .map(leaf -> leaf.isDefault()
                        ? new Piece(now, now, leaf.bytes())
                        : new Piece(leaf.from(), leaf.until(), leaf.bytes()))
                .toList();
        var oldest = pieces.stream().map(Piece::from).findFirst().orElse(null);
        var newest =
                pieces.stream().map(Piece::until).reduce((one, next) -> next).orElse(null);
        var latest = newest == null || newest.isBefore(now) ? newest : now;
        return kept(kind, pieces, rows(connection, table), null, oldest, latest, window, keepDays, now);
    }

    /** A table without partitions: taken for spread evenly over its time. */
    private static Kept plain(Connection connection, Kind kind, int keepDays, Instant now) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT min(" + kind.key() + "), max(" + kind.key() + "), count(*),"
                        + " pg_total_relation_size('" + kind.table() + "') FROM " + kind.table())) {
            row.next();
            var oldest = instant(row, 1);
            var pieces = new ArrayList<Piece>();
            if (oldest != null) {
                var days = (int) Math.max(1, Duration.between(oldest, now).toDays());
                for (var day = 0; day < days; day++) {
                    var from = oldest.plus(day, ChronoUnit.DAYS);
                    pieces.add(new Piece(from, from.plus(1, ChronoUnit.DAYS), row.getLong(4) / days));
                }
            }
            var report =
                    kept(kind.toString(), pieces, row.getLong(3), null, oldest, instant(row, 2), MONTH, keepDays, now);
            return report.bytes() == 0 ? kept(kind.toString(), row.getLong(4), keepDays) : report;
        }
    }

    private static Kept kept(String kind, long emptyBytes, int keepDays) {
        return new Kept(kind, emptyBytes, 0, null, null, null, 0, keepDays, emptyBytes, emptyBytes, emptyBytes);
    }

    private static Kept kept(
            String kind,
            List<Piece> pieces,
            long rows,
            Long samples,
            Instant oldest,
            Instant newest,
            Duration window,
            int keepDays,
            Instant now) {
        var forecast = Forecast.of(pieces, oldest == null ? now : oldest, window, keepDays, now);
        return new Kept(
                kind,
                pieces.stream().mapToLong(Piece::bytes).sum(),
                rows,
                samples,
                oldest,
                newest,
                Math.round(forecast.perDay()),
                keepDays,
                forecast.in(30),
                forecast.in(90),
                forecast.in(365));
    }

    private static List<Leaf> held(Connection connection, String table) throws SQLException {
        return Leaf.of(connection, table).stream()
                .filter(leaf -> leaf.bytes() > 0)
                .toList();
    }

    /** As PostgreSQL's planner estimates it; what is small and was not looked at by it yet is counted. */
    private static long rows(Connection connection, String table) throws SQLException {
        var estimated = 0.0;
        var young = new ArrayList<String>();
        try (var select = connection.prepareStatement("SELECT c.oid::regclass::text, c.reltuples, c.relpages,"
                + " pg_relation_size(c.oid) / current_setting('block_size')::int8"
                + " FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = ?::regclass")) {
            select.setString(1, table);
            try (var leaf = select.executeQuery()) {
                while (leaf.next()) {
                    var pages = leaf.getLong(4);
                    if (leaf.getLong(3) > 0 && leaf.getDouble(2) >= 0) {
                        estimated += leaf.getDouble(2) / leaf.getLong(3) * pages;
                    } else if (pages > 0 && pages <= FEW_PAGES) {
                        young.add(leaf.getString(1));
                    }
                }
            }
        }
        var counted = 0L;
        for (var leaf : young) {
            counted += count(connection, leaf);
        }
        return Math.round(estimated) + counted;
    }

    private static long count(Connection connection, String leaf) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT count(*) FROM ONLY " + leaf)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static long databaseBytes(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT pg_database_size(current_database())")) {
            row.next();
            return row.getLong(1);
        }
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        var time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
