package io.pulsefleet.store.schema;

import static java.util.stream.Collectors.toCollection;

import io.pulsefleet.store.Database;
import io.pulsefleet.store.StoreException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Partitions of the tables that are written as data arrives, made before their time comes. */
@ApplicationScoped
public class Partitions {

    private static final Duration AHEAD = Duration.ofDays(3);

    /** Visits are wide rows, read by index and dropped whole: no value is moved out of its row, no vacuum is for nothing. */
    private static final String WIDE_AND_SHORT_LIVED =
            "toast_tuple_target = 8160, autovacuum_vacuum_insert_threshold = -1";

    private static final List<Partitioned> TABLES = List.of(
            new Partitioned("heartbeats", "at", Every.DAY, ""),
            new Partitioned("frame", "received_at", Every.HOUR, WIDE_AND_SHORT_LIVED),
            new Partitioned("log_line", "received_at", Every.DAY, ""),
            new Partitioned("document", "received_at", Every.DAY, ""),
            new Partitioned("pg_sample", "received_at", Every.DAY, ""),
            new Partitioned("pg_session", "received_at", Every.DAY, ""),
            new Partitioned("pg_statement", "received_at", Every.DAY, ""),
            new Partitioned("pg_lock", "received_at", Every.DAY, ""),
            new Partitioned("pg_log_entry", "received_at", Every.DAY, ""),
            new Partitioned("host_event", "received_at", Every.DAY, ""),
            new Partitioned("api_heartbeats", "slot_at", Every.DAY, ""),
            new Partitioned("api_heartbeats_stale", "slot_at", Every.DAY, ""),
            new Partitioned("uptime_hour", "from_at", Every.MONTH, ""),
            new Partitioned("uptime_day", "from_at", Every.MONTH, ""));

    /** Their columns are as wide as the table's default one; they are written once and read for a year. */
    private static final Map<String, Partitioned> HISTORY = Map.of(
            "pack", new Partitioned("pack", "from_at", Every.DAY, ""),
            "rollup", new Partitioned("rollup", "from_at", Every.MONTH, ""));

    private Database database;

    public Partitions() {}

    @Inject
    public Partitions(Database database) {
        this.database = database;
    }

    /** @param options storage parameters of each partition */
    private record Partitioned(String table, String key, Every every, String options) {}

    /**
     * Makes those of the given moment and of the three days after it, where they are not there yet. Each is a transaction
     * of its own, and gives up rather than hold up those who write. One that fails does not keep the others from being
     * made.
     *
     * @return how many were made
     * @throws StoreException the first failure, after all were tried
     */
    public int makeAhead(Instant now) {
        var made = 0;
        StoreException first = null;
        try (var connection = database.connection()) {
            for (var partitioned : TABLES) {
                for (var at = partitioned.every().begin(now);
                        at.isBefore(now.plus(AHEAD));
                        at = partitioned.every().end(at)) {
                    try {
                        made += make(connection, partitioned, at) ? 1 : 0;
                    } catch (SQLException refused) {
                        var failure = new StoreException("make a partition of " + partitioned.table(), refused);
                        first = first == null ? failure : first;
                    }
                }
            }
        } catch (SQLException away) {
            throw new StoreException("make partitions", away);
        }
        if (first != null) {
            throw first;
        }
        return made;
    }

    /**
     * Makes those of {@code pack} and {@code rollup} that hold these moments, whichever they are, where they are not there
     * yet. Rows of one that could not be made go to the default partition.
     *
     * @return how many were made
     */
    public int makeHistory(Collection<Instant> moments) {
        var made = 0;
        try (var connection = database.connection()) {
            for (var partitioned : HISTORY.values()) {
                var begins = moments.stream().map(partitioned.every()::begin).collect(toCollection(TreeSet::new));
                for (var begin : begins) {
                    made += make(connection, partitioned, begin) ? 1 : 0;
                }
            }
            return made;
        } catch (SQLException refused) {
            throw new StoreException("make partitions of the history", refused);
        }
    }

    private static boolean make(Connection connection, Partitioned partitioned, Instant from) throws SQLException {
        var before = connection.getAutoCommit();
        connection.setAutoCommit(false);
        try (var patience = connection.prepareStatement("SET LOCAL lock_timeout = '2s'");
                var statement = connection.prepareStatement("SELECT make_partition(?, ?, ?, ?, ?, ?)")) {
            patience.execute();
            statement.setString(1, partitioned.table());
            statement.setString(2, partitioned.key());
            statement.setString(3, partitioned.every().name(from));
            statement.setObject(4, from.atOffset(ZoneOffset.UTC));
            statement.setObject(5, partitioned.every().end(from).atOffset(ZoneOffset.UTC));
            statement.setString(6, partitioned.options());
            try (var row = statement.executeQuery()) {
                row.next();
                var made = row.getBoolean(1);
                connection.commit();
                return made;
            }
        } catch (SQLException refused) {
            connection.rollback();
            throw refused;
        } finally {
            connection.setAutoCommit(before);
        }
    }
}
