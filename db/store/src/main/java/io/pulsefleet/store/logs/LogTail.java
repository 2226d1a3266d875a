package io.pulsefleet.store.logs;

import io.pulsefleet.store.Database;
import io.pulsefleet.store.StoreException;
import io.pulsefleet.store.series.TooSlowException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads lines as they are stored.
 *
 * <p>(1) What a snapshot did not see and the next one does is new: no line is left out and none is told twice, in whatever
 * order transactions end, whichever hub asks. (2) Only the database itself is asked: a replica does not know which
 * transactions are under way.
 */
@ApplicationScoped
public class LogTail {

    /** Lines that are not shown are counted up to here. */
    private static final int MOST_COUNTED = 100_000;

    /** Between when a line was received and when it is committed, and between clocks; it only leaves partitions out. */
    private static final Duration UNDER_WAY = Duration.ofDays(1);

    private static final String CANCELED = "57014";

    private Database database;

    public LogTail() {}

    @Inject
    public LogTail(Database database) {
        this.database = database;
    }

    /**
     * What was seen so far.
     *
     * @param snapshot as {@code pg_snapshot} is written
     */
    public record Seen(Instant at, String snapshot) {}

    /**
     * @param lines the newest of those that are new, in the order of their numbers
     * @param notShown how many more are new
     * @param orMore it was counted no further
     * @param seen where the next question goes on
     */
    public record Fresh(List<StoredLine> lines, long notShown, boolean orMore, Seen seen) {}

    /** Nothing is new yet. */
    public Seen now() {
        return look(Duration.ofSeconds(5), LogTail::seen);
    }

    /** @throws TooSlowException when it did not end in time */
    public Fresh since(Seen seen, LogFilter filter, int limit, Duration longest) {
        return look(longest, connection -> {
            var now = seen(connection);
            var lines = read(connection, seen, filter, limit + 1);
            if (lines.size() <= limit) {
                return new Fresh(reversed(lines), 0, false, now);
            }
            var count = count(connection, seen, filter);
            return new Fresh(reversed(lines.subList(0, limit)), Math.max(1, count - limit), count >= MOST_COUNTED, now);
        });
    }

    private static Seen seen(Connection connection) throws SQLException {
        try (var select = connection.prepareStatement("SELECT now(), pg_current_snapshot()::text");
                var row = select.executeQuery()) {
            row.next();
            return new Seen(row.getObject(1, OffsetDateTime.class).toInstant(), row.getString(2));
        }
    }

    private static Asking fresh(String select, Seen seen, LogFilter filter) {
        return new Asking(select)
                .and(
                        " FROM log_line WHERE received_at >= ? AND xid >= pg_snapshot_xmin(?::pg_snapshot)"
                                + " AND NOT pg_visible_in_snapshot(xid, ?::pg_snapshot)",
                        seen.at().minus(UNDER_WAY),
                        seen.snapshot(),
                        seen.snapshot())
                .and(filter);
    }

    private static List<StoredLine> read(Connection connection, Seen seen, LogFilter filter, int limit)
            throws SQLException {
        var asking = fresh("SELECT " + StoredLine.COLUMNS, seen, filter).and(" ORDER BY number DESC LIMIT ?", limit);
        var lines = new ArrayList<StoredLine>();
        try (var select = asking.on(connection);
                var rows = select.executeQuery()) {
            while (rows.next()) {
                lines.add(StoredLine.of(rows));
            }
        }
        return lines;
    }

    private static long count(Connection connection, Seen seen, LogFilter filter) throws SQLException {
        var asking = fresh("SELECT count(*) FROM (SELECT", seen, filter).and(" LIMIT ?) counted", MOST_COUNTED);
        try (var select = asking.on(connection);
                var row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private static List<StoredLine> reversed(List<StoredLine> lines) {
        var reversed = new ArrayList<StoredLine>(lines.size());
        for (int i = lines.size() - 1; i >= 0; i--) {
            reversed.add(lines.get(i));
        }
        return List.copyOf(reversed);
    }

    private interface Look<T> {
        T at(Connection connection) throws SQLException;
    }

    private <T> T look(Duration longest, Look<T> look) {
        try (var connection = database.ownConnection()) {
            connection.setAutoCommit(false);
            try (var begin = connection.createStatement()) {
                begin.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;"
                        + " SET LOCAL statement_timeout = " + longest.toMillis() + "; SET LOCAL jit = off");
                return look.at(connection);
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException refused) {
            if (CANCELED.equals(refused.getSQLState())) {
                throw new TooSlowException(refused);
            }
            throw new StoreException("read new lines", refused);
        }
    }
}
