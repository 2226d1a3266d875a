package io.pulsefleet.store.series;

import io.pulsefleet.store.Copy;
import io.pulsefleet.store.Database;
import io.pulsefleet.store.Rows;
import io.pulsefleet.store.StoreException;
import io.pulsefleet.store.pack.PackedSlice;
import io.pulsefleet.store.pack.Slice;
import io.pulsefleet.store.pack.SliceCodec;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Packed visits as plain rows, for a while: SQL cannot unpack them by itself. Only whole slices are unpacked, each once
 * however often it is asked for, so that no visit stands twice in the views.
 */
@ApplicationScoped
public class Unpacking {

    /** One at a time: what is unpacked already must be known. */
    private static final String ALONE = "SELECT pg_advisory_xact_lock(hashtext('unpack'))";

    private static final String SLICES =
            " FROM pack p WHERE p.level = 0 AND p.agent = ANY (?) AND p.from_at >= date_trunc('hour', ?, 'UTC') AND p.from_at < ?";
    private static final String NEW = " AND NOT EXISTS (SELECT FROM unpacked_slice s WHERE s.agent = p.agent"
            + " AND s.set = p.set AND s.from_at = p.from_at AND s.part = p.part)";
    private static final String COUNT = "SELECT coalesce(sum(p.count), 0)" + SLICES + NEW;
    private static final String KEEP_LONGER = "UPDATE unpacked_slice u SET until_at = greatest(until_at, ?)"
            + " FROM (SELECT p.agent, p.set, p.from_at, p.part" + SLICES
            + ") p WHERE (u.agent, u.set, u.from_at, u.part) = (p.agent, p.set, p.from_at, p.part)";
    private static final String NOTE = "INSERT INTO unpacked_slice SELECT p.agent, p.set, p.from_at, p.part, ?" + SLICES
            + NEW + " RETURNING agent, set, from_at, part";
    private static final String READ =
            "SELECT count, times, ends, data FROM pack WHERE level = 0 AND agent = ? AND set = ? AND from_at = ? AND part = ?";
    private static final String FORGET_VISITS = "DELETE FROM unpacked u USING unpacked_slice s WHERE s.until_at <= ?"
            + " AND (u.agent, u.set, u.from_at, u.part) = (s.agent, s.set, s.from_at, s.part)"
            + " AND u.at >= s.from_at AND u.at < s.from_at + interval '1 hour'";
    private static final String FORGET_SLICES = "DELETE FROM unpacked_slice WHERE until_at <= ?";

    private Database database;

    public Unpacking() {}

    @Inject
    public Unpacking(Database database) {
        this.database = database;
    }

    /**
     * What was unpacked now; what had been before is kept longer and not counted.
     *
     * @param visits rows
     */
    public record Unpacked(long slices, long visits) {}

    private record Key(int agent, int set, OffsetDateTime from, long part) {}

    private interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    /**
     * @param from the hour that it is in is the first
     * @param until when the rows go away again
     * @throws TooMuchException when it would be more visits than that; nothing was unpacked then
     */
    public Unpacked unpack(Collection<Integer> agents, Instant from, Instant to, Instant until, long mostVisits) {
        return alone("unpack", connection -> {
            var range = new Range(connection.createArrayOf("int4", agents.toArray()), utc(from), utc(to));
            var visits = count(connection, range);
            if (visits > mostVisits) {
                throw new TooMuchException(visits);
            }
            try (var keep = connection.prepareStatement(KEEP_LONGER)) {
                keep.setObject(1, utc(until));
                range.set(keep, 2);
                keep.executeUpdate();
            }
            var keys = note(connection, range, until);
            for (var key : keys) {
                unpack(connection, key);
            }
            return new Unpacked(keys.size(), visits);
        });
    }

    /** Takes away what is no longer to be kept. Returns how many visits that were. */
    public int forget(Instant now) {
        return alone("take away what was unpacked", connection -> {
            var visits = delete(connection, FORGET_VISITS, now);
            delete(connection, FORGET_SLICES, now);
            return visits;
        });
    }

    private <T> T alone(String what, Work<T> work) {
        try (var connection = database.connection()) {
            var before = connection.getAutoCommit();
            connection.setAutoCommit(false);
            try (var lock = connection.createStatement()) {
                lock.execute(ALONE);
                var done = work.in(connection);
                connection.commit();
                return done;
            } catch (SQLException | RuntimeException refused) {
                connection.rollback();
                throw refused;
            } finally {
                connection.setAutoCommit(before);
            }
        } catch (SQLException refused) {
            throw new StoreException(what, refused);
        }
    }

    private static long count(Connection connection, Range range) throws SQLException {
        try (var select = connection.prepareStatement(COUNT)) {
            range.set(select, 1);
            try (var row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private static List<Key> note(Connection connection, Range range, Instant until) throws SQLException {
        try (var insert = connection.prepareStatement(NOTE)) {
            insert.setObject(1, utc(until));
            range.set(insert, 2);
            var keys = new ArrayList<Key>();
            try (var rows = insert.executeQuery()) {
                while (rows.next()) {
                    keys.add(new Key(
                            rows.getInt(1), rows.getInt(2), rows.getObject(3, OffsetDateTime.class), rows.getLong(4)));
                }
            }
            return keys;
        }
    }

    private static void unpack(Connection connection, Key key) throws SQLException {
        try (var select = connection.prepareStatement(READ)) {
            select.setInt(1, key.agent());
            select.setInt(2, key.set());
            select.setObject(3, key.from());
            select.setLong(4, key.part());
            try (var row = select.executeQuery()) {
                if (row.next()) {
                    write(connection, key, read(row));
                }
            }
        }
    }

    private static Slice read(ResultSet row) throws SQLException {
        var boxed = (Integer[]) row.getArray(3).getArray();
        var ends = new int[boxed.length];
        for (int i = 0; i < ends.length; i++) {
            ends[i] = boxed[i];
        }
        return SliceCodec.unpack(new PackedSlice(row.getInt(1), row.getBytes(2), ends, row.getBytes(4)));
    }

    private static void write(Connection connection, Key key, Slice slice) throws SQLException {
        var rows = new Rows();
        var now = Instant.now();
        for (int visit = 0; visit < slice.count(); visit++) {
            var values = new double[slice.values().length];
            for (int position = 0; position < values.length; position++) {
                values[position] = slice.values()[position][visit];
            }
            rows.row(7)
                    .moment(now)
                    .moment(Micros.instant(slice.at()[visit]))
                    .number(key.agent())
                    .number(key.set())
                    .numbers(values, Unpacking::isMissing)
                    .moment(key.from().toInstant())
                    .bigint(key.part());
        }
        Copy.all(connection, "unpacked (received_at, at, agent, set, values, from_at, part)", rows);
    }

    private static boolean isMissing(double value) {
        return Double.doubleToRawLongBits(value) == Double.doubleToRawLongBits(Slice.MISSING);
    }

    private static int delete(Connection connection, String sql, Instant now) throws SQLException {
        try (var delete = connection.prepareStatement(sql)) {
            delete.setObject(1, utc(now));
            return delete.executeUpdate();
        }
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    private record Range(Array agents, OffsetDateTime from, OffsetDateTime to) {

        void set(PreparedStatement statement, int first) throws SQLException {
            statement.setArray(first, agents);
            statement.setObject(first + 1, from);
            statement.setObject(first + 2, to);
        }
    }
}
