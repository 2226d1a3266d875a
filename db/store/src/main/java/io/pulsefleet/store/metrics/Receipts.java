package io.pulsefleet.store.metrics;

import io.pulsefleet.store.Database;
import io.pulsefleet.store.StoreException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Which segments have been taken. */
@ApplicationScoped
public class Receipts {

    /** One row for each run, whatever number of its segments came together; in one order, so that two never wait crosswise. */
    private static final String TAKE =
            "INSERT INTO receipt SELECT agent, stem, taken::int8multirange, segments, readings, now()"
                    + " FROM unnest(?, ?, ?, ?, ?) AS new (agent, stem, taken, segments, readings) ORDER BY agent, stem"
                    + " ON CONFLICT (agent, stem) DO UPDATE SET taken = receipt.taken + excluded.taken,"
                    + " segments = receipt.segments + excluded.segments, readings = receipt.readings + excluded.readings,"
                    + " taken_at = excluded.taken_at WHERE NOT receipt.taken && excluded.taken RETURNING agent, stem";

    private Database database;

    public Receipts() {}

    @Inject
    public Receipts(Database database) {
        this.database = database;
    }

    /**
     * A segment that is to be taken.
     *
     * @param readings how many values are in it that are not missing
     */
    public record Claim(int agent, String segment, long readings) {}

    private record Run(int agent, String stem) {

        static final Comparator<Run> ORDER = Comparator.comparingInt(Run::agent).thenComparing(Run::stem);
    }

    private record Numbered(Claim claim, long number) {

        String range() {
            return "[" + number + "," + number + "]";
        }
    }

    /**
     * Notes, in the caller's transaction, that the segments are taken. One who tries the same meanwhile waits for that
     * transaction's end.
     *
     * @param claims of equal ones only one may be there
     * @return those that were not taken before
     */
    public Set<Claim> write(Collection<Claim> claims) {
        if (claims.isEmpty()) {
            return Set.of();
        }
        try (var connection = database.connection()) {
            var rest = byRun(claims);
            var taken = new HashSet<Claim>();
            for (var run : take(connection, rest)) {
                rest.remove(run).forEach(numbered -> taken.add(numbered.claim()));
            }
            // of these runs at least one segment is known, and their rows are locked: one by one
            for (var run : rest.entrySet()) {
                for (var numbered : run.getValue()) {
                    if (!take(connection, Map.of(run.getKey(), List.of(numbered)))
                            .isEmpty()) {
                        taken.add(numbered.claim());
                    }
                }
            }
            return taken;
        } catch (SQLException refused) {
            throw new StoreException("write receipts", refused);
        }
    }

    private static Map<Run, List<Numbered>> byRun(Collection<Claim> claims) {
        var runs = new TreeMap<Run, List<Numbered>>(Run.ORDER);
        for (var claim : claims) {
            var segment = Segment.of(claim.segment());
            runs.computeIfAbsent(new Run(claim.agent(), segment.stem()), run -> new ArrayList<>())
                    .add(new Numbered(claim, segment.number()));
        }
        return runs;
    }

    private static List<Run> take(Connection connection, Map<Run, List<Numbered>> runs) throws SQLException {
        if (runs.isEmpty()) {
            return List.of();
        }
        var agents = new int[runs.size()];
        var stems = new String[runs.size()];
        var taken = new String[runs.size()];
        var segments = new long[runs.size()];
        var readings = new long[runs.size()];
        var row = 0;
        for (var run : runs.entrySet()) {
            agents[row] = run.getKey().agent();
            stems[row] = run.getKey().stem();
            taken[row] = multirange(run.getValue());
            segments[row] = run.getValue().size();
            readings[row] = run.getValue().stream()
                    .mapToLong(numbered -> numbered.claim().readings())
                    .sum();
            row++;
        }
        try (var insert = connection.prepareStatement(TAKE)) {
            insert.setArray(1, connection.createArrayOf("int4", boxed(agents)));
            insert.setArray(2, connection.createArrayOf("text", stems));
            insert.setArray(3, connection.createArrayOf("text", taken));
            insert.setArray(4, connection.createArrayOf("int8", boxed(segments)));
            insert.setArray(5, connection.createArrayOf("int8", boxed(readings)));
            var found = new ArrayList<Run>();
            try (var rows = insert.executeQuery()) {
                while (rows.next()) {
                    found.add(new Run(rows.getInt(1), rows.getString(2)));
                }
            }
            return found;
        }
    }

    private static String multirange(List<Numbered> numbers) {
        var text = new StringBuilder("{");
        for (var numbered : numbers) {
            text.append(text.length() > 1 ? "," : "").append(numbered.range());
        }
        return text.append('}').toString();
    }

    private static Integer[] boxed(int[] values) {
        return Arrays.stream(values).boxed().toArray(Integer[]::new);
    }

    private static Long[] boxed(long[] values) {
        return Arrays.stream(values).boxed().toArray(Long[]::new);
    }

    /** Of the segments of a run that were taken: their numbers, the lowest first. */
    public List<Long> numbers(int agent, String stem) {
        try (var connection = database.connection();
                var select = connection.prepareStatement(
                        "SELECT number FROM receipt, unnest(taken) AS range, generate_series(lower(range), upper(range) - 1) AS number"
                                + " WHERE agent = ? AND stem = ? ORDER BY 1")) {
            select.setInt(1, agent);
            select.setString(2, stem);
            var numbers = new ArrayList<Long>();
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    numbers.add(rows.getLong(1));
                }
            }
            return numbers;
        } catch (SQLException refused) {
            throw new StoreException("read receipts", refused);
        }
    }

    public boolean has(int agent, String segment) {
        try (var connection = database.connection();
                var select = connection.prepareStatement(
                        "SELECT FROM receipt WHERE agent = ? AND stem = ? AND taken @> ?::bigint")) {
            var name = Segment.of(segment);
            select.setInt(1, agent);
            select.setString(2, name.stem());
            select.setLong(3, name.number());
            try (var row = select.executeQuery()) {
                return row.next();
            }
        } catch (SQLException refused) {
            throw new StoreException("read a receipt", refused);
        }
    }
}
