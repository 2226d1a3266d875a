package io.pulsefleet.store.metrics;

import io.pulsefleet.store.Database;
import io.pulsefleet.store.Rows;
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

/** Frames: one visit each, a number for each position of its set. */
@ApplicationScoped
public class Frames {

    private Database database;

    public Frames() {}

    @Inject
    public Frames(Database database) {
        this.database = database;
    }

    /** A frame to be kept. */
    @SuppressWarnings("ArrayRecordComponent") // handed on at once, never compared
    public record NewFrame(Instant at, int agent, int set, double[] values) {}

    /** The newest frame that an agent has of a set. */
    @SuppressWarnings("ArrayRecordComponent") // read at once, never compared
    public record Newest(int agent, int set, Instant at, Double[] values) {}

    /** Adds the frame to rows that {@link #writeRows} takes. */
    public static void add(Rows rows, NewFrame frame, DoublePredicate isMissing) {
        rows.row(5)
                .later()
                .moment(frame.at())
                .number(frame.agent())
                .number(frame.set())
                .numbers(frame.values(), isMissing);
    }

    /** Writes them in the caller's transaction. */
    public void writeRows(Instant receivedAt, Collection<Rows> frames) {
        database.copy("frame (received_at, at, agent, set, values)", receivedAt, frames);
    }

    /** Writes them in the caller's transaction. */
    public void write(Instant receivedAt, Collection<NewFrame> frames, DoublePredicate isMissing) {
        var rows = new Rows();
        frames.forEach(frame -> add(rows, frame, isMissing));
        writeRows(receivedAt, List.of(rows));
    }

    /** Removes an agent's frames of that moment that came before another; those that are packed stay. */
    public void forget(int agent, Instant at, Instant receivedBefore) {
        try (var connection = database.connection();
                var delete = connection.prepareStatement(
                        "DELETE FROM frame WHERE agent = ? AND at = ? AND received_at < ?")) {
            delete.setInt(1, agent);
            delete.setObject(2, at.atOffset(ZoneOffset.UTC));
            delete.setObject(3, receivedBefore.atOffset(ZoneOffset.UTC));
            delete.executeUpdate();
        } catch (SQLException refused) {
            throw new StoreException("remove frames", refused);
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
