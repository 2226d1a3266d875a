package io.pulsefleet.store.fleet;

import io.pulsefleet.store.Database;
import io.pulsefleet.store.StoreException;
import io.pulsefleet.store.fleet.Told.Count;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** What agents say they have sealed, and what of it is here. */
@ApplicationScoped
public class Ledgers {

    private Database database;

    public Ledgers() {}

    @Inject
    public Ledgers(Database database) {
        this.database = database;
    }

    /**
     * What is here of an agent, by its receipts.
     *
     * @param gaps numbers that are missing among the segments of a run before its newest that is here
     * @param gapsBefore the same, of runs that ended before the agent's spool was made; not among {@code gaps}
     */
    public record Stored(Count taken, long runs, long gaps, long gapsBefore) {}

    /** Segments given up or refused, as its heartbeats told them at two moments. */
    public record Losses(long evictedSegments, long evictedReadings, long refusedSegments) {

        public static final Losses NONE = new Losses(0, 0, 0);
    }

    /** Keeps the newest word of each agent, in the caller's transaction; the agents in one order, so that two never wait crosswise. */
    public void tell(Collection<Told> all) {
        if (all.isEmpty()) {
            return;
        }
        try (var connection = database.connection();
                var upsert = connection.prepareStatement("INSERT INTO ledger VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)"
                        + " ON CONFLICT (agent) DO UPDATE SET (told_at, since, sealed_segments, sealed_readings,"
                        + " sent_segments, acknowledged_segments, acknowledged_readings, evicted_segments,"
                        + " evicted_readings, refused_segments, refused_readings, waiting_segments) ="
                        + " (excluded.told_at, excluded.since, excluded.sealed_segments, excluded.sealed_readings,"
                        + " excluded.sent_segments, excluded.acknowledged_segments, excluded.acknowledged_readings,"
                        + " excluded.evicted_segments, excluded.evicted_readings, excluded.refused_segments,"
                        + " excluded.refused_readings, excluded.waiting_segments)"
                        + " WHERE ledger.told_at < excluded.told_at")) {
            for (var told :
                    all.stream().sorted(Comparator.comparingInt(Told::agent)).toList()) {
                upsert.setInt(1, told.agent());
                upsert.setObject(2, told.at().atOffset(ZoneOffset.UTC));
                upsert.setObject(3, told.since().atOffset(ZoneOffset.UTC));
                upsert.setLong(4, told.sealed().segments());
                upsert.setLong(5, told.sealed().readings());
                upsert.setLong(6, told.sentSegments());
                upsert.setLong(7, told.acknowledged().segments());
                upsert.setLong(8, told.acknowledged().readings());
                upsert.setLong(9, told.evicted().segments());
                upsert.setLong(10, told.evicted().readings());
                upsert.setLong(11, told.refused().segments());
                upsert.setLong(12, told.refused().readings());
                upsert.setLong(13, told.waiting());
                upsert.addBatch();
            }
            upsert.executeBatch();
        } catch (SQLException refused) {
            throw new StoreException("keep what agents tell of their spools", refused);
        }
    }

    /** Empty: the agent has told nothing yet. */
    public Optional<Told> told(int agent) {
        return one("SELECT * FROM ledger WHERE agent = ?", agent, Ledgers::told);
    }

    /** @param since when the agent's spool was made, as far as it says */
    public Stored stored(int agent, Instant since) {
        return one(
                        """
                SELECT coalesce(sum(segments), 0), coalesce(sum(readings), 0), count(*) FILTER (WHERE stem <> ''),
                       coalesce(sum(upper(taken) - segments) FILTER (WHERE lower(taken) >= 0 AND taken_at >= '%1$s'), 0),
                       coalesce(sum(upper(taken) - segments) FILTER (WHERE lower(taken) >= 0 AND taken_at < '%1$s'), 0)
                FROM receipt WHERE agent = ?""".formatted(since),
                        agent,
                        row -> new Stored(
                                new Count(row.getLong(1), row.getLong(2)),
                                row.getLong(3),
                                row.getLong(4),
                                row.getLong(5)))
                .orElseThrow();
    }

    /** What its last heartbeat until then told; nothing, where none of that time is kept: then all counts. */
    public Losses lossesAt(int agent, Instant since) {
        return this.<Losses>one(
                        "SELECT spool_evicted_segments, spool_evicted_readings, spool_refused_segments FROM heartbeats"
                                + " WHERE agent = ? AND at <= '" + since + "' ORDER BY at DESC LIMIT 1",
                        agent,
                        row -> new Losses(row.getLong(1), row.getLong(2), row.getLong(3)))
                .orElse(Losses.NONE);
    }

    private interface Reading<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> Optional<T> one(String sql, int agent, Reading<T> reading) {
        try (Connection connection = database.connection();
                var select = connection.prepareStatement(sql)) {
            select.setInt(1, agent);
            try (var row = select.executeQuery()) {
                return row.next() ? Optional.of(reading.read(row)) : Optional.empty();
            }
        } catch (SQLException refused) {
            throw new StoreException("read the ledger of an agent", refused);
        }
    }

    private static Told told(ResultSet row) throws SQLException {
        return new Told(
                row.getInt("agent"),
                row.getObject("told_at", OffsetDateTime.class).toInstant(),
                row.getObject("since", OffsetDateTime.class).toInstant(),
                new Count(row.getLong("sealed_segments"), row.getLong("sealed_readings")),
                row.getLong("sent_segments"),
                new Count(row.getLong("acknowledged_segments"), row.getLong("acknowledged_readings")),
                new Count(row.getLong("evicted_segments"), row.getLong("evicted_readings")),
                new Count(row.getLong("refused_segments"), row.getLong("refused_readings")),
                row.getLong("waiting_segments"));
    }
}
