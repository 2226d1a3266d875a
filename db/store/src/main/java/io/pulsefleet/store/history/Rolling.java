package io.pulsefleet.store.history;

import io.pulsefleet.store.Database;
import io.pulsefleet.store.StoreException;
import io.pulsefleet.store.history.Packs.Place;
import io.pulsefleet.store.history.Policies.Outliving;
import io.pulsefleet.store.pack.PackedSlice;
import io.pulsefleet.store.pack.Slice;
import io.pulsefleet.store.pack.SliceCodec;
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
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Rolls up days that are over: the day, and minutes and ten of them for those who keep these for longer than their visits.
 *
 * <p>One transaction for each day and bucket of agents, which takes the parts that were not rolled up yet and marks them.
 * What comes later is rolled up later, as one more part.
 */
@ApplicationScoped
public class Rolling {

    private static final int FETCH = 24;
    private static final int MOST_VALUES = 1 << 22;
    private static final int COLUMNS = 6;

    /** More than a day's roll-up of the widest set is divided into. */
    private static final int MOST_NUMBERS = 256;

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private Database database;
    private Policies policies;

    public Rolling() {}

    @Inject
    public Rolling(Database database, Policies policies) {
        this.database = database;
        this.policies = policies;
    }

    /** What is to be rolled up: a day, for 64 agents. */
    public record Due(LocalDate day, int bucket) {}

    /** @param samples values that went in */
    public record Rolled(long part, int slices, long samples) {}

    /** A raw slice, of which the columns are still packed. */
    @SuppressWarnings("ArrayRecordComponent") // read at once, never compared
    private record Piece(int agent, int set, PackedSlice packed, long[] at) {

        boolean isOf(Piece other) {
            return agent == other.agent && set == other.set;
        }
    }

    /** Those of which something was not rolled up yet, and that were over for so long. */
    public List<Due> due(Instant now, Duration grace) {
        try (var connection = database.ownConnection();
                var select = connection.prepareStatement("SELECT DISTINCT day, bucket FROM packed"
                        + " WHERE level = 0 AND rolled IS NULL AND day < ? ORDER BY day, bucket")) {
            select.setObject(1, LocalDate.ofInstant(now.minus(grace), ZoneOffset.UTC));
            try (var rows = select.executeQuery()) {
                var due = new ArrayList<Due>();
                while (rows.next()) {
                    due.add(new Due(rows.getObject(1, LocalDate.class), rows.getInt(2)));
                }
                return due;
            }
        } catch (SQLException refused) {
            throw new StoreException("look what is to be rolled up", refused);
        }
    }

    /** @return empty: another does it, or has done it */
    public Optional<Rolled> roll(Due due) {
        var outliving = policies.outliving();
        try (var connection = database.ownConnection()) {
            return roll(due, outliving, Own.begin(connection));
        } catch (SQLException refused) {
            throw new StoreException("roll up " + due, refused);
        }
    }

    private Optional<Rolled> roll(Due due, Outliving outliving, Connection connection) throws SQLException {
        try {
            var taken = take(due, connection);
            var parts = taken.parts();
            if (parts.isEmpty()) {
                return Optional.empty();
            }
            var day = TimeUnit.SECONDS.toMicros(due.day().toEpochDay() * Levels.DAY);
            var run = new Run(connection, new Packs(connection), taken, day, outliving);
            run.read(due, parts);
            var total = run.packs.end();
            mark(due, parts, taken.number(), connection);
            connection.commit();
            return Optional.of(new Rolled(taken.number(), total.slices(), run.samples));
        } finally {
            Own.end(connection);
        }
    }

    /**
     * What a roll-up holds: all packings of its day that none holds yet.
     *
     * @param number its own, of which as many before it are free for it as a day may need
     */
    private record Taken(List<Long> parts, long number) {

        long oldest() {
            return parts.stream().mapToLong(each -> each).min().orElseThrow();
        }
    }

    private Taken take(Due due, Connection connection) throws SQLException {
        try (var gate = database.ownConnection()) {
            try (var statement = Own.begin(gate).createStatement()) {
                statement.execute("SET LOCAL lock_timeout = '10s'");
                statement.execute("SELECT pg_advisory_xact_lock(" + Packs.GATE + ")");
                return new Taken(parts(due, connection), Packs.nextParts(connection, MOST_NUMBERS));
            } finally {
                Own.end(gate);
            }
        } catch (SQLException refused) {
            if (LOCK_NOT_AVAILABLE.equals(refused.getSQLState())) {
                return new Taken(List.of(), 0); // an hour is being packed for long: later
            }
            throw refused;
        }
    }

    private static List<Long> parts(Due due, Connection connection) throws SQLException {
        try (var select = connection.prepareStatement("SELECT part FROM packed WHERE level = 0 AND rolled IS NULL"
                + " AND day = ? AND bucket = ? FOR UPDATE SKIP LOCKED")) {
            select.setObject(1, due.day());
            select.setInt(2, due.bucket());
            try (var rows = select.executeQuery()) {
                var parts = new ArrayList<Long>();
                while (rows.next()) {
                    parts.add(rows.getLong(1));
                }
                return parts;
            }
        }
    }

    private static void mark(Due due, List<Long> parts, long rolled, Connection connection) throws SQLException {
        try (var update = connection.prepareStatement(
                "UPDATE packed SET rolled = ? WHERE level = 0 AND day = ? AND bucket = ? AND part = ANY (?)")) {
            update.setLong(1, rolled);
            update.setObject(2, due.day());
            update.setInt(3, due.bucket());
            update.setArray(4, connection.createArrayOf("int8", parts.toArray()));
            update.executeUpdate();
        }
    }

    /** One day of one bucket; holds one set of one agent at a time, its columns packed. */
    private static final class Run {
        private final Connection connection;
        private final Packs packs;
        private final Taken taken;
        private final long day;
        private final Outliving outliving;
        private long samples;

        private Run(Connection connection, Packs packs, Taken taken, long day, Outliving outliving) {
            this.connection = connection;
            this.packs = packs;
            this.taken = taken;
            this.day = day;
            this.outliving = outliving;
        }

        private void read(Due due, List<Long> parts) throws SQLException {
            try (var select = connection.prepareStatement("SELECT agent, set, count, times, ends, data FROM pack"
                    + " WHERE level = 0 AND agent BETWEEN ? AND ? AND from_at >= ? AND from_at < ? AND part = ANY (?)"
                    + " ORDER BY agent, set, from_at, part")) {
                var from = due.day().atStartOfDay(ZoneOffset.UTC).toOffsetDateTime();
                select.setFetchSize(FETCH);
                select.setInt(1, due.bucket() * Packs.BUCKET);
                select.setInt(2, due.bucket() * Packs.BUCKET + Packs.BUCKET - 1);
                select.setObject(3, from);
                select.setObject(4, from.plusDays(1));
                select.setArray(5, connection.createArrayOf("int8", parts.toArray()));
                var pieces = new ArrayList<Piece>();
                try (var rows = select.executeQuery()) {
                    while (rows.next()) {
                        var piece = piece(rows);
                        if (!pieces.isEmpty() && !pieces.get(0).isOf(piece)) {
                            roll(pieces);
                            pieces.clear();
                        }
                        pieces.add(piece);
                    }
                }
                if (!pieces.isEmpty()) {
                    roll(pieces);
                }
            }
        }

        private static Piece piece(ResultSet row) throws SQLException {
            var ends = Stream.of((Integer[]) row.getArray(5).getArray())
                    .mapToInt(end -> end)
                    .toArray();
            var packed = new PackedSlice(row.getInt(3), row.getBytes(4), ends, row.getBytes(6));
            return new Piece(row.getInt(1), row.getInt(2), packed, SliceCodec.times(packed.times(), packed.count()));
        }

        /** All that one agent has of one set. */
        private void roll(List<Piece> pieces) throws SQLException {
            var agent = pieces.get(0).agent();
            var ofDay = ofDay(pieces);
            packs.rollup(place(pieces, Levels.DAY, taken.number()), ofDay);
            samples += Arrays.stream(ofDay).mapToLong(Summary::values).sum();
            if (outliving.tenMinutes().contains(agent)) {
                roll(pieces, Levels.TEN_MINUTES);
            }
            if (outliving.minutes().contains(agent)) {
                roll(pieces, Levels.MINUTE);
            }
        }

        private static Summary[] ofDay(List<Piece> pieces) {
            return IntStream.range(0, positions(pieces))
                    .mapToObj(position -> ofDay(pieces, position))
                    .toArray(Summary[]::new);
        }

        private static Summary ofDay(List<Piece> pieces, int position) {
            var all = Summary.NOTHING;
            for (var piece : pieces) {
                if (position < piece.packed().ends().length) {
                    var at = piece.at();
                    var values = SliceCodec.column(piece.packed().column(position), at.length);
                    all = all.plus(Summary.of(at, values, 0, at.length));
                }
            }
            return all;
        }

        private static int positions(List<Piece> pieces) {
            return pieces.stream()
                    .mapToInt(piece -> piece.packed().ends().length)
                    .max()
                    .orElse(0);
        }

        private void roll(List<Piece> pieces, int level) throws SQLException {
            var step = TimeUnit.SECONDS.toMicros(level);
            var starts = pieces.stream()
                    .flatMapToLong(piece -> Arrays.stream(piece.at()))
                    .map(at -> Math.floorDiv(at, step) * step)
                    .sorted()
                    .distinct()
                    .toArray();
            var positions = positions(pieces);
            var most = Math.max(1, MOST_VALUES / COLUMNS / Math.max(1, positions));
            for (var from = 0; from < starts.length; from += most) {
                var some = Arrays.copyOfRange(starts, from, Math.min(starts.length, from + most));
                var own = taken.number() - from / most;
                if (from / most >= MOST_NUMBERS) {
                    throw new IllegalStateException("a day of more than " + MOST_NUMBERS + " pieces");
                }
                pack(place(pieces, level, own), some, step, pieces, positions);
            }
        }

        private void pack(Place place, long[] starts, long step, List<Piece> pieces, int positions)
                throws SQLException {
            var columns = new double[COLUMNS * positions][starts.length];
            var newest = newest(pieces, starts, step);
            var values = 0L;
            for (var position = 0; position < positions; position++) {
                var summaries = summaries(pieces, position, starts, step);
                for (var i = 0; i < starts.length; i++) {
                    var summary = summaries[i];
                    values += summary.values() > 0 ? 1 : 0;
                    columns[COLUMNS * position][i] = summary.min();
                    columns[COLUMNS * position + 1][i] = summary.max();
                    columns[COLUMNS * position + 2][i] = summary.sum();
                    columns[COLUMNS * position + 3][i] = summary.count();
                    columns[COLUMNS * position + 4][i] = summary.last();
                    columns[COLUMNS * position + 5][i] = summary.agoAt(newest[i]);
                }
            }
            packs.pack(place, new Slice(newest, columns), values);
        }

        private Place place(List<Piece> pieces, int level, long own) {
            return new Place(level, pieces.get(0).agent(), pieces.get(0).set(), day, own, taken.oldest());
        }

        /** The newest visit in each stretch. */
        private static long[] newest(List<Piece> pieces, long[] starts, long step) {
            var newest = starts.clone();
            for (var piece : pieces) {
                for (var at : piece.at()) {
                    var index = Arrays.binarySearch(starts, Math.floorDiv(at, step) * step);
                    if (index >= 0) {
                        newest[index] = Math.max(newest[index], at);
                    }
                }
            }
            return newest;
        }

        /** Those rows whose stretch is none of {@code starts} are left out. */
        private static Summary[] summaries(List<Piece> pieces, int position, long[] starts, long step) {
            var summaries = new Summary[starts.length];
            Arrays.fill(summaries, Summary.NOTHING);
            for (var piece : pieces) {
                if (position >= piece.packed().ends().length) {
                    continue;
                }
                var at = piece.at();
                var values = SliceCodec.column(piece.packed().column(position), at.length);
                for (int from = 0, to; from < at.length; from = to) {
                    var start = Math.floorDiv(at[from], step) * step;
                    for (to = from + 1; to < at.length && at[to] < start + step; ) {
                        to++;
                    }
                    var index = Arrays.binarySearch(starts, start);
                    if (index >= 0) {
                        summaries[index] = summaries[index].plus(Summary.of(at, values, from, to));
                    }
                }
            }
            return summaries;
        }
    }

    /** Days of which visits wait to be rolled up; they must not be dropped. */
    static Set<LocalDate> waiting(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows =
                        statement.executeQuery("SELECT DISTINCT day FROM packed WHERE level = 0 AND rolled IS NULL")) {
            var days = new HashSet<LocalDate>();
            while (rows.next()) {
                days.add(rows.getObject(1, LocalDate.class));
            }
            return days;
        }
    }

    static Instant endOf(LocalDate day) {
        return OffsetDateTime.of(day.atStartOfDay(), ZoneOffset.UTC).toInstant().plus(1, ChronoUnit.DAYS);
    }
}
