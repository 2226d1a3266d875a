package io.pulsefleet.store.history;

import io.pulsefleet.store.Database;
import io.pulsefleet.store.StoreException;
import io.pulsefleet.store.history.Packs.Place;
import io.pulsefleet.store.schema.Partitions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;

/**
 * Packs one hot partition: what lies in it goes into {@code pack} and {@code rollup}, and it is empty afterwards.
 *
 * <p>One transaction, of which nothing is left if it does not come to its end. It locks this partition only, against
 * those who would write to it; who reads goes on, until the partition is emptied at the very end. A second connection
 * reads, so that rows stream in while packs stream out: what it sees cannot change, for nobody may write meanwhile.
 */
@ApplicationScoped
public class Packing {

    private static final int TRIES = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int MOST_DAYS = 1_000;
    private static final String LEAF = "frame_(default|[0-9]{10})";
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String NO_SUCH_TABLE = "42P01";

    private Database database;
    private Partitions partitions;
    private Duration patience;

    public Packing() {}

    @Inject
    public Packing(Database database, Partitions partitions) {
        this(database, partitions, PATIENCE);
    }

    /** @param patience how long it waits, each time, until nobody reads in the partition */
    Packing(Database database, Partitions partitions, Duration patience) {
        this.database = database;
        this.partitions = partitions;
        this.patience = patience;
    }

    /** How it ended. */
    public sealed interface Outcome {

        /** @param bytes of the encoded columns */
        record Packed(long part, long rows, int slices, long samples, long bytes) implements Outcome {}

        /** There was nothing in it, or it is gone. */
        record Empty() implements Outcome {}

        /** Someone else has locked it, or reads in it for long: all is as it was, and worth another try. */
        record Busy() implements Outcome {}
    }

    /** @param leaf a partition of {@code frame} */
    public Outcome pack(String leaf) {
        if (!leaf.matches(LEAF)) {
            throw new IllegalArgumentException("no hot partition: " + leaf);
        }
        try {
            if (!makeHistory(leaf)) {
                return new Outcome.Busy();
            }
            try (var writer = database.ownConnection();
                    var reader = database.ownConnection()) {
                return pack(leaf, Own.begin(writer), Own.begin(reader));
            }
        } catch (SQLException | IOException refused) {
            if (refused instanceof SQLException told) {
                if (LOCK_NOT_AVAILABLE.equals(told.getSQLState())) {
                    return new Outcome.Busy();
                }
                if (NO_SUCH_TABLE.equals(told.getSQLState())) {
                    return new Outcome.Empty();
                }
            }
            throw new StoreException("pack " + leaf, refused);
        }
    }

    /** @return false: someone reads where a partition is to be made, for longer than is waited for */
    private boolean makeHistory(String leaf) throws SQLException {
        try {
            partitions.makeHistory(days(leaf));
            return true;
        } catch (StoreException refused) {
            if (refused.getCause() instanceof SQLException told && LOCK_NOT_AVAILABLE.equals(told.getSQLState())) {
                return false;
            }
            throw refused;
        }
    }

    /** Rows of a day without a partition, which there are only if clocks are far off, go to the default one. */
    private List<Instant> days(String leaf) throws SQLException {
        try (var connection = database.ownConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT DISTINCT date_trunc('day', at, 'UTC') AS day FROM ONLY "
                        + leaf + " ORDER BY day DESC LIMIT " + MOST_DAYS)) {
            var days = new ArrayList<Instant>();
            while (rows.next()) {
                days.add(rows.getObject(1, OffsetDateTime.class).toInstant());
            }
            return days;
        }
    }

    private Outcome pack(String leaf, Connection writer, Connection reader) throws SQLException, IOException {
        try (var statement = writer.createStatement()) {
            statement.execute("SET LOCAL lock_timeout = '10s'");
            statement.execute("LOCK TABLE ONLY " + leaf + " IN SHARE ROW EXCLUSIVE MODE");
            statement.execute("SELECT pg_advisory_xact_lock_shared(" + Packs.GATE + ")");
            var part = Packs.nextPart(writer);
            var packs = new Packs(writer);
            var rows = move(leaf, reader, writer, packs, part);
            var total = packs.end();
            check(leaf, writer, rows);
            reader.rollback(); // it has read; its lock would be in the way
            truncate(leaf, writer);
            writer.commit();
            return rows == 0
                    ? new Outcome.Empty()
                    : new Outcome.Packed(part, rows, total.slices(), total.samples(), total.bytes());
        } finally {
            Own.end(reader);
            Own.end(writer);
        }
    }

    private static long move(String leaf, Connection reader, Connection writer, Packs packs, long part)
            throws SQLException, IOException {
        try (var statement = reader.createStatement()) {
            statement.execute("SET LOCAL enable_seqscan = off"); // its index has the order; a sort would go to disk
            statement.execute("SET LOCAL enable_bitmapscan = off");
        }
        var gathering = new Gathering((agent, set, hour, again, slice) -> {
            var own = again ? Packs.nextPart(writer) : part;
            var summaries = new Summary[slice.values().length];
            var samples = 0L;
            for (var position = 0; position < summaries.length; position++) {
                summaries[position] = Summary.of(slice.at(), slice.values()[position], 0, slice.count());
                samples += summaries[position].values();
            }
            packs.pack(Place.ofPacking(Levels.RAW, agent, set, hour, own), slice, samples);
            packs.rollup(Place.ofPacking(Levels.HOUR, agent, set, hour, own), summaries);
        });
        var copy = reader.unwrap(PGConnection.class)
                .getCopyAPI()
                .copyOut("COPY (SELECT agent, set, at, values FROM ONLY " + leaf
                        + " ORDER BY agent, set, at) TO STDOUT (FORMAT binary)");
        try {
            for (var message = copy.readFromCopy(); message != null; message = copy.readFromCopy()) {
                gathering.read(message);
            }
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
        gathering.end();
        return gathering.rows();
    }

    private static void check(String leaf, Connection writer, long rows) throws SQLException {
        try (var statement = writer.createStatement();
                var row = statement.executeQuery("SELECT count(*) FROM ONLY " + leaf)) {
            row.next();
            if (row.getLong(1) != rows) {
                throw new IllegalStateException(
                        leaf + " has " + row.getLong(1) + " rows, of which " + rows + " were read");
            }
        }
    }

    /** Whoever reads in it makes this wait, and those who come after wait with it: so it does not wait for long at a time. */
    private void truncate(String leaf, Connection writer) throws SQLException {
        try (var statement = writer.createStatement()) {
            statement.execute("SET LOCAL lock_timeout = " + patience.toMillis());
            for (var attempt = 1; ; attempt++) {
                var before = writer.setSavepoint();
                try {
                    statement.execute("TRUNCATE ONLY " + leaf);
                    return;
                } catch (SQLException refused) {
                    if (!LOCK_NOT_AVAILABLE.equals(refused.getSQLState()) || attempt == TRIES) {
                        throw refused;
                    }
                    writer.rollback(before);
                }
            }
        }
    }
}
