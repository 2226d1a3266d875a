package io.pulsefleet.store.metrics;

import io.pulsefleet.store.Copy;
import io.pulsefleet.store.Database;
import io.pulsefleet.store.StoreException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.DoublePredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Frames: one visit each, a number for each position of its set. */
@ApplicationScoped
public class Frames {

    /** Rows that are held at once while a long time is read. */
    private static final int FETCH = 5_000;

    private Database database;

    public Frames() {}

    @Inject
    public Frames(Database database) {
        this.database = database;
    }

    /** A frame to be kept. */
    @SuppressWarnings("ArrayRecordComponent") // handed on at once, never compared
    public record NewFrame(Instant at, int agent, int set, double[] values) {}

    /** What is wanted of a set: the values at these positions, from 0. */
    public record Part(int set, List<Integer> positions) {}

    /** Takes frames one by one. */
    public interface Reader {

        /**
         * @param part the index of the part that it belongs to
         * @param values those that are wanted, in their order; null: none at that visit
         */
        void read(Instant at, int part, Double[] values);
    }

    /** The newest frame that an agent has of a set. */
    @SuppressWarnings("ArrayRecordComponent") // read at once, never compared
    public record Newest(int agent, int set, Instant at, Double[] values) {}

    /** Writes them in the caller's transaction. */
    public void write(Instant receivedAt, Collection<NewFrame> frames, DoublePredicate isMissing) {
        var rows = new Copy("COPY frame (received_at, at, agent, set, values) FROM STDIN (FORMAT binary)");
        for (var frame : frames) {
            rows.row(5)
                    .moment(receivedAt)
                    .moment(frame.at())
                    .number(frame.agent())
                    .number(frame.set())
                    .numbers(frame.values(), isMissing);
        }
        try (var connection = database.connection()) {
            rows.into(connection);
        } catch (SQLException refused) {
            throw new StoreException("write frames", refused);
        }
    }

    /**
     * Reads, in the order of time over all sets, what an agent has of them from one moment (included) to another (not
     * included). Wants a transaction around it; without one all rows are held at once.
     */
    public void read(int agent, List<Part> parts, Instant from, Instant to, Reader reader) {
        if (parts.isEmpty()) {
            return;
        }
        var sql = IntStream.range(0, parts.size())
                        .mapToObj(part -> select(part, parts.get(part)))
                        .collect(Collectors.joining(" UNION ALL "))
                + " ORDER BY at";
        try (var connection = database.connection();
                var select = connection.prepareStatement(sql)) {
            select.setFetchSize(FETCH);
            for (int part = 0; part < parts.size(); part++) {
                select.setInt(part * 4 + 1, agent);
                select.setInt(part * 4 + 2, parts.get(part).set());
                select.setObject(part * 4 + 3, from.atOffset(ZoneOffset.UTC));
                select.setObject(part * 4 + 4, to.atOffset(ZoneOffset.UTC));
            }
            read(select, reader);
        } catch (SQLException refused) {
            throw new StoreException("read frames", refused);
        }
    }

    /** Only numbers are put into the statement's text; only the values that are wanted leave the database. */
    private static String select(int part, Part wanted) {
        return wanted.positions().stream()
                .map(position -> "values[" + (position + 1) + "]")
                .collect(Collectors.joining(
                        ", ",
                        "SELECT at, " + part + " AS part, ARRAY[",
                        "] FROM frame WHERE agent = ? AND set = ? AND at >= ? AND at < ?"));
    }

    private static void read(PreparedStatement select, Reader reader) throws SQLException {
        try (var rows = select.executeQuery()) {
            while (rows.next()) {
                reader.read(
                        rows.getObject(1, OffsetDateTime.class).toInstant(), rows.getInt(2), numbers(rows.getArray(3)));
            }
        }
    }

    /** The newest of each agent and each set of a collector, the oldest first; those before {@code since} are not looked for. */
    public List<Newest> newest(Collection<Integer> agents, String collector, Instant since) {
        try (var connection = database.connection();
                var select = connection.prepareStatement("SELECT u.agent, u.set, f.at, f.values FROM agent_sets u"
                        + " JOIN metric_set s ON s.id = u.set AND s.collector = ?"
                        + " CROSS JOIN LATERAL (SELECT at, values FROM frame"
                        + " WHERE agent = u.agent AND set = u.set AND at >= ? ORDER BY at DESC LIMIT 1) f"
                        + " WHERE u.agent = ANY (?) ORDER BY f.at")) {
            select.setString(1, collector);
            select.setObject(2, since.atOffset(ZoneOffset.UTC));
            select.setArray(3, connection.createArrayOf("int4", agents.toArray()));
            return readNewest(select);
        } catch (SQLException refused) {
            throw new StoreException("read the newest frames", refused);
        }
    }

    private static List<Newest> readNewest(PreparedStatement select) throws SQLException {
        var newest = new ArrayList<Newest>();
        try (var rows = select.executeQuery()) {
            while (rows.next()) {
                newest.add(new Newest(
                        rows.getInt(1),
                        rows.getInt(2),
                        rows.getObject(3, OffsetDateTime.class).toInstant(),
                        numbers(rows.getArray(4))));
            }
        }
        return newest;
    }

    private static Double[] numbers(Array array) throws SQLException {
        return (Double[]) array.getArray();
    }
}
