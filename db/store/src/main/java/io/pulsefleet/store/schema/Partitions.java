package io.pulsefleet.store.schema;

import io.pulsefleet.store.Database;
import io.pulsefleet.store.StoreException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;

/** A partition for each day, made before the day comes. */
@ApplicationScoped
public class Partitions {

    private static final List<String> TABLES = List.of("heartbeats", "frame", "log_line", "document");
    private static final int DAYS_AHEAD = 3;

    private Database database;

    public Partitions() {}

    @Inject
    public Partitions(Database database) {
        this.database = database;
    }

    /**
     * Makes those of the given day and of the three after it, where they are not there yet. Each is a transaction of its
     * own, and gives up rather than hold up those who write.
     *
     * @return how many were made
     */
    public int makeAhead(LocalDate today) {
        var made = 0;
        try (var connection = database.connection()) {
            for (var table : TABLES) {
                for (var day = 0; day <= DAYS_AHEAD; day++) {
                    made += make(connection, table, today.plusDays(day)) ? 1 : 0;
                }
            }
        } catch (SQLException refused) {
            throw new StoreException("make partitions", refused);
        }
        return made;
    }

    private static boolean make(Connection connection, String table, LocalDate day) throws SQLException {
        var before = connection.getAutoCommit();
        connection.setAutoCommit(false);
        try (var patience = connection.prepareStatement("SET LOCAL lock_timeout = '5s'");
                var statement = connection.prepareStatement("SELECT make_day_partition(?, ?)")) {
            patience.execute();
            statement.setString(1, table);
            statement.setObject(2, day);
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
