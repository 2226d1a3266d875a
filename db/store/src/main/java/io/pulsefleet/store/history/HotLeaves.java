package io.pulsefleet.store.history;

import io.pulsefleet.store.Database;
import io.pulsefleet.store.StoreException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The partitions of {@code frame}, from the catalog. */
@ApplicationScoped
public class HotLeaves {

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private Database database;

    public HotLeaves() {}

    @Inject
    public HotLeaves(Database database) {
        this.database = database;
    }

    /** Those that hold rows and get no more of them, and the default one if it holds any; the oldest first. */
    public List<HotLeaf> toPack(Instant now, Duration grace) {
        return all().stream()
                .filter(leaf -> leaf.bytes() > 0)
                .filter(leaf ->
                        leaf.until() == null || !leaf.until().plus(grace).isAfter(now))
                .toList();
    }

    /** The default one last. */
    public List<HotLeaf> all() {
        try (var connection = database.ownConnection()) {
            return Leaf.of(connection, "frame").stream()
                    .map(leaf -> new HotLeaf(leaf.name(), leaf.until(), leaf.bytes()))
                    .toList();
        } catch (SQLException refused) {
            throw new StoreException("list the hot partitions", refused);
        }
    }

    /**
     * Drops those that are empty and whose hour was over before the given moment. For that the whole table is locked for a
     * moment; one that is not free at once is left for the next time.
     *
     * @return how many were dropped
     */
    public int dropEmpty(Instant before) {
        var dropped = 0;
        try (var connection = database.ownConnection()) {
            for (var leaf : all()) {
                if (leaf.bytes() == 0 && leaf.until() != null && leaf.until().isBefore(before)) {
                    dropped += drop(connection, leaf) ? 1 : 0;
                }
            }
        } catch (SQLException refused) {
            throw new StoreException("drop empty hot partitions", refused);
        }
        return dropped;
    }

    /** Parent before child, as those who write do; and nobody can write any more when it is looked at. */
    private static boolean drop(Connection connection, HotLeaf leaf) throws SQLException {
        Own.begin(connection);
        try (var statement = connection.createStatement()) {
            statement.execute("SET LOCAL lock_timeout = '100ms'");
            statement.execute("LOCK TABLE ONLY frame IN ACCESS EXCLUSIVE MODE");
            try (var row = statement.executeQuery("SELECT FROM ONLY " + leaf.name() + " LIMIT 1")) {
                if (row.next()) {
                    return false;
                }
            }
            statement.execute("DROP TABLE " + leaf.name());
            connection.commit();
            return true;
        } catch (SQLException refused) {
            if (LOCK_NOT_AVAILABLE.equals(refused.getSQLState())) {
                return false;
            }
            throw refused;
        } finally {
            Own.end(connection);
        }
    }
}
