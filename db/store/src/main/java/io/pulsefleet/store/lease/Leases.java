package io.pulsefleet.store.lease;

import io.pulsefleet.store.Database;
import io.pulsefleet.store.StoreException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * Leases: whoever holds one may do what must be done once, until it ends.
 *
 * <pre>
 * free --take--> held --extend--> held --release, or its time is over--> free
 * </pre>
 *
 * <p>Only the database's clock counts. The fence grows with each taking, by the same holder too: who was late, and shows the
 * fence of a lease that another has taken meanwhile, is refused. What is done under a lease must bear that its holder
 * learns late of having lost it.
 */
@ApplicationScoped
public class Leases {

    private static final String END = "clock_timestamp() + ? * interval '1 millisecond'";

    private Database database;

    public Leases() {}

    @Inject
    public Leases(Database database) {
        this.database = database;
    }

    /** @return its fence; empty: it is another's */
    public OptionalLong take(String name, String holder, Duration time) {
        return asked(
                "take the lease " + name,
                "INSERT INTO lease VALUES (?, ?, 1, " + END + ") ON CONFLICT (name) DO UPDATE"
                        + " SET holder = excluded.holder, fence = lease.fence + 1, until_at = excluded.until_at"
                        + " WHERE lease.until_at <= clock_timestamp() RETURNING fence",
                insert -> {
                    insert.setString(1, name);
                    insert.setString(2, holder);
                    insert.setLong(3, time.toMillis());
                });
    }

    /** @return false: it is lost */
    public boolean extend(String name, long fence, Duration time) {
        return asked(
                        "extend the lease " + name,
                        "UPDATE lease SET until_at = " + END
                                + " WHERE name = ? AND fence = ? AND until_at > clock_timestamp() RETURNING fence",
                        update -> {
                            update.setLong(1, time.toMillis());
                            update.setString(2, name);
                            update.setLong(3, fence);
                        })
                .isPresent();
    }

    /** One that is lost already stays with whoever has it. */
    public void release(String name, long fence) {
        asked(
                "release the lease " + name,
                "UPDATE lease SET until_at = clock_timestamp() WHERE name = ? AND fence = ? RETURNING fence",
                update -> {
                    update.setString(1, name);
                    update.setLong(2, fence);
                });
    }

    /**
     * Whoever has it has lost it, and learns that when it wants to extend it.
     *
     * @return false: nobody has it
     */
    public boolean end(String name) {
        return asked(
                        "end the lease " + name,
                        "UPDATE lease SET until_at = clock_timestamp() WHERE name = ? AND until_at > clock_timestamp()"
                                + " RETURNING fence",
                        update -> update.setString(1, name))
                .isPresent();
    }

    private interface Filling {
        void fill(PreparedStatement statement) throws SQLException;
    }

    private OptionalLong asked(String doing, String sql, Filling filling) {
        try (var connection = database.ownConnection();
                var statement = connection.prepareStatement(sql)) {
            return asked(connection, statement, filling);
        } catch (SQLException refused) {
            throw new StoreException(doing, refused);
        }
    }

    private static OptionalLong asked(Connection connection, PreparedStatement statement, Filling filling)
            throws SQLException {
        connection.setAutoCommit(true); // it must hold whatever else becomes of its holder's work
        filling.fill(statement);
        try (var row = statement.executeQuery()) {
            return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
        }
    }
}
