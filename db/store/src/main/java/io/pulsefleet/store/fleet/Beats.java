package io.pulsefleet.store.fleet;

import io.pulsefleet.store.Copy;
import io.pulsefleet.store.Database;
import io.pulsefleet.store.Rows;
import io.pulsefleet.store.StoreException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;

/** The heartbeats of all agents, by the thousand. */
@ApplicationScoped
public class Beats {

    private static final String COPY = "COPY heartbeats (at, agent, agent_at, boot, version, troubles, spool_segments,"
            + " spool_bytes, spool_oldest_at, spool_in_memory, spool_evicted_segments, spool_evicted_readings,"
            + " spool_refused_segments) FROM STDIN (FORMAT binary)";

    /** The rows are locked in one order first, so that two never wait crosswise. */
    private static final String HEAR =
            "WITH locked AS MATERIALIZED (SELECT number, boot, version FROM agents WHERE number = ANY (?) ORDER BY number"
                    + " FOR UPDATE), heard AS (UPDATE agents SET ip_address = b.ip, last_heartbeat = b.at, clock_offset_seconds = b.clock_offset,"
                    + " boot = b.boot, version = b.version, troubles = b.troubles::text[], spool_segments = b.segments,"
                    + " spool_bytes = b.bytes, spool_oldest_at = b.oldest_at, spool_in_memory = b.in_memory,"
                    + " spool_evicted_segments = b.evicted_segments, spool_evicted_readings = b.evicted_readings,"
                    + " spool_refused_segments = b.refused_segments, updated_at = b.at"
                    + " FROM unnest(?::int[], ?::text[], ?::timestamptz[], ?::float8[], ?::text[], ?::text[], ?::text[],"
                    + " ?::bigint[], ?::bigint[], ?::timestamptz[], ?::bool[], ?::bigint[], ?::bigint[], ?::bigint[])"
                    + " AS b (number, ip, at, clock_offset, boot, version, troubles, segments, bytes, oldest_at, in_memory,"
                    + " evicted_segments, evicted_readings, refused_segments), locked"
                    + " WHERE agents.number = b.number AND locked.number = b.number"
                    + " RETURNING agents.number, b.at, locked.boot AS boot_before, locked.version AS version_before, b.boot,"
                    + " b.version)"
                    + " SELECT number, at, version_before, version FROM heard WHERE boot <> boot_before ORDER BY number";

    private Database database;

    public Beats() {}

    @Inject
    public Beats(Database database) {
        this.database = database;
    }

    /**
     * An agent that began anew since it was last heard of.
     *
     * @param from the version that it had
     */
    public record Restart(int agent, Instant at, String from, String to) {}

    /**
     * Keeps the heartbeats in the caller's transaction, and how the agents are now: as the last of each says.
     *
     * @return those that began anew, as their heartbeats say first
     */
    public List<Restart> write(Collection<Beat> beats) {
        if (beats.isEmpty()) {
            return List.of();
        }
        try (var connection = database.connection()) {
            keep(connection, beats);
            var last = new TreeMap<Integer, Beat>();
            beats.forEach(beat -> last.put(beat.agent(), beat));
            return hear(connection, last.values());
        } catch (SQLException refused) {
            throw new StoreException("keep heartbeats", refused);
        }
    }

    private static void keep(Connection connection, Collection<Beat> beats) throws SQLException {
        var rows = new Rows();
        for (var beat : beats) {
            rows.row(13)
                    .moment(beat.at())
                    .number(beat.agent())
                    .moment(beat.agentAt())
                    .text(beat.boot())
                    .text(beat.version())
                    .texts(beat.troubles())
                    .bigint(beat.spool().segments())
                    .bigint(beat.spool().bytes())
                    .moment(beat.spool().oldestAt())
                    .bool(beat.spool().inMemory())
                    .bigint(beat.spool().evictedSegments())
                    .bigint(beat.spool().evictedReadings())
                    .bigint(beat.spool().refusedSegments());
        }
        try (var copy = new Copy(connection, COPY)) {
            copy.add(rows);
            copy.end();
        }
    }

    private static List<Restart> hear(Connection connection, Collection<Beat> beats) throws SQLException {
        try (var update = connection.prepareStatement(HEAR)) {
            var columns = new Columns(connection, beats);
            update.setArray(1, columns.of("int4", Beat::agent));
            update.setArray(2, columns.of("int4", Beat::agent));
            update.setArray(3, columns.of("text", Beat::from));
            update.setArray(4, columns.of("timestamptz", beat -> text(beat.at())));
            update.setArray(5, columns.of("float8", Beat::clockOffsetSeconds));
            update.setArray(6, columns.of("text", Beat::boot));
            update.setArray(7, columns.of("text", Beat::version));
            update.setArray(8, columns.of("text", beat -> literal(connection, beat)));
            update.setArray(9, columns.of("int8", beat -> beat.spool().segments()));
            update.setArray(10, columns.of("int8", beat -> beat.spool().bytes()));
            update.setArray(
                    11, columns.of("timestamptz", beat -> text(beat.spool().oldestAt())));
            update.setArray(12, columns.of("bool", beat -> beat.spool().inMemory()));
            update.setArray(13, columns.of("int8", beat -> beat.spool().evictedSegments()));
            update.setArray(14, columns.of("int8", beat -> beat.spool().evictedReadings()));
            update.setArray(15, columns.of("int8", beat -> beat.spool().refusedSegments()));
            var restarts = new ArrayList<Restart>();
            try (var rows = update.executeQuery()) {
                while (rows.next()) {
                    var at = rows.getObject(2, OffsetDateTime.class).toInstant();
                    restarts.add(new Restart(rows.getInt(1), at, rows.getString(3), rows.getString(4)));
                }
            }
            return restarts;
        }
    }

    private record Columns(Connection connection, Collection<Beat> beats) {
        java.sql.Array of(String type, Function<Beat, Object> field) throws SQLException {
            return connection.createArrayOf(type, beats.stream().map(field).toArray());
        }
    }

    private static String text(Instant at) {
        return at == null ? null : at.atOffset(ZoneOffset.UTC).toString();
    }

    /** An array of arrays would have to be as wide for all. */
    private static String literal(Connection connection, Beat beat) {
        try {
            return connection.createArrayOf("text", beat.troubles().toArray()).toString();
        } catch (SQLException refused) {
            throw new StoreException("write a text[]", refused);
        }
    }
}
