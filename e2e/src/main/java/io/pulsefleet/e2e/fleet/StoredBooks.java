package io.pulsefleet.e2e.fleet;

import io.pulsefleet.store.pack.PackedSlice;
import io.pulsefleet.store.pack.SliceCodec;
import io.pulsefleet.wire.Frame;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What the database says it has. All SQL of the audit is here: where frames lie and how receipts are kept is known to nobody
 * else.
 */
public final class StoredBooks {

    private static final String FRAMES = """
            SELECT a.id, sum(count)::int8
            FROM (SELECT agent, count(*) FROM frame GROUP BY agent
                  UNION ALL SELECT agent, sum(count) FROM pack WHERE level = 0 GROUP BY agent) AS stored
            JOIN agents a ON a.number = stored.agent GROUP BY a.id""";

    private static final String RECEIPTS = """
            SELECT a.id, sum(r.segments)::int8 FROM receipt r JOIN agents a ON a.number = r.agent GROUP BY a.id""";

    private static final String HOT = """
            SELECT a.id, s.hash, f.at, f.values
            FROM frame f JOIN agents a ON a.number = f.agent JOIN metric_set s ON s.id = f.set""";

    private static final String PACKED = """
            SELECT a.id, s.hash, p.count, p.times, p.ends, p.data
            FROM pack p JOIN agents a ON a.number = p.agent JOIN metric_set s ON s.id = p.set WHERE p.level = 0""";

    private static final String HOT_TIMES = "SELECT agent, set, at FROM frame";

    private static final String PACKED_TIMES = "SELECT agent, set, count, times FROM pack WHERE level = 0";

    private static final int MOST_LINES = 20;

    private final String jdbcUrl;
    private final String user;
    private final String password;

    public StoredBooks(String jdbcUrl, String user, String password) {
        this.jdbcUrl = jdbcUrl;
        this.user = user;
        this.password = password;
    }

    /** How many frames each agent has there. */
    Map<UUID, Long> frames() throws SQLException {
        return counts(FRAMES);
    }

    /** How many segments of each agent are receipted. */
    Map<UUID, Long> receipts() throws SQLException {
        return counts(RECEIPTS);
    }

    /** A line for each visit that is there more than once; of many the first. */
    List<String> doubled() throws SQLException {
        try (var connection = connect()) {
            var seen = new HashSet<Visit>();
            var lines = new ArrayList<String>();
            each(connection, HOT_TIMES, none -> {}, row -> {
                var at = row.getObject(3, OffsetDateTime.class).toInstant();
                note(new Visit(row.getInt(1), row.getInt(2), micros(at)), seen, lines);
            });
            each(connection, PACKED_TIMES, none -> {}, row -> {
                for (var at : SliceCodec.times(row.getBytes(4), row.getInt(3))) {
                    note(new Visit(row.getInt(1), row.getInt(2), at), seen, lines);
                }
            });
            return lines;
        }
    }

    private record Visit(int agent, int set, long at) {}

    private static void note(Visit visit, Set<Visit> seen, List<String> lines) {
        if (!seen.add(visit) && lines.size() < MOST_LINES) {
            lines.add("agent " + visit.agent() + " at " + instant(visit.at()) + " is stored more than once");
        }
    }

    /** What an agent read with one set; null where there was no value. */
    Map<Instant, Double[]> values(UUID agent, String setHash) throws SQLException {
        Fill which = question -> {
            question.setObject(1, agent);
            question.setBytes(2, HexFormat.of().parseHex(setHash));
        };
        try (var connection = connect()) {
            var values = new TreeMap<Instant, Double[]>();
            each(
                    connection,
                    HOT + " WHERE a.id = ? AND s.hash = ?",
                    which,
                    row -> values.put(row.getObject(3, OffsetDateTime.class).toInstant(), (Double[])
                            row.getArray(4).getArray()));
            each(connection, PACKED + " AND a.id = ? AND s.hash = ?", which, row -> unpack(row, values));
            return values;
        }
    }

    private static void unpack(ResultSet row, Map<Instant, Double[]> values) throws SQLException {
        var ends = Stream.of((Integer[]) row.getArray(5).getArray())
                .mapToInt(Integer::intValue)
                .toArray();
        var slice = SliceCodec.unpack(new PackedSlice(row.getInt(3), row.getBytes(4), ends, row.getBytes(6)));
        for (int visit = 0; visit < slice.count(); visit++) {
            var read = new Double[slice.values().length];
            for (int position = 0; position < read.length; position++) {
                var value = slice.values()[position][visit];
                read[position] = Frame.isMissing(value) ? null : Double.valueOf(value);
            }
            values.put(instant(slice.at()[visit]), read);
        }
    }

    private static long micros(Instant at) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, at);
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    private Map<UUID, Long> counts(String query) throws SQLException {
        try (var connection = connect()) {
            var counts = new HashMap<UUID, Long>();
            each(connection, query, none -> {}, row -> counts.put(row.getObject(1, UUID.class), row.getLong(2)));
            return counts;
        }
    }

    private interface Fill {
        void into(PreparedStatement question) throws SQLException;
    }

    private interface Reading {
        void of(ResultSet row) throws SQLException;
    }

    private static void each(Connection connection, String query, Fill fill, Reading reading) throws SQLException {
        try (var question = connection.prepareStatement(query)) {
            question.setFetchSize(1_000);
            fill.into(question);
            try (var rows = question.executeQuery()) {
                while (rows.next()) {
                    reading.of(rows);
                }
            }
        }
    }

    /** One moment for all that is asked: packing may move frames meanwhile, and this lock comes before the first look. */
    private Connection connect() throws SQLException {
        var connection = DriverManager.getConnection(jdbcUrl, user, password);
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        try (var lock = connection.createStatement()) {
            lock.execute("LOCK TABLE frame IN ACCESS SHARE MODE");
        }
        return connection;
    }
}
