package io.pulsefleet.store;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import javax.sql.DataSource;

/** Where connections come from. Within a transaction all of them, and JPA's, are one. */
@ApplicationScoped
public class Database {

    private static final int LONGEST_SECONDS = 3;

    @Resource(lookup = "jdbc/pulse")
    private DataSource source;

    /** The same, where nobody else is given the connection while it is in use. */
    @Resource(name = "jdbc/pulse-unshared", lookup = "jdbc/pulse", shareable = false)
    private DataSource unshared;

    public Database() {}

    /** For one that no container manages. */
    public Database(DataSource source) {
        this.source = source;
        this.unshared = source;
    }

    public DataSource source() {
        return source;
    }

    public Connection connection() throws SQLException {
        return source.getConnection();
    }

    /** One by itself: what is done on it shares no transaction with any other, of the same thread either. */
    public Connection ownConnection() throws SQLException {
        return unshared.getConnection();
    }

    /**
     * In the caller's transaction nothing waits longer than this: rather fail, and be tried again.
     *
     * @param lock for what another holds
     * @param statement for any statement as a whole
     */
    public void patience(Duration lock, Duration statement) {
        try (var connection = connection();
                var set = connection.prepareStatement(
                        "SELECT set_config('lock_timeout', ?, true), set_config('statement_timeout', ?, true)")) {
            set.setString(1, Long.toString(lock.toMillis()));
            set.setString(2, Long.toString(statement.toMillis()));
            set.execute();
        } catch (SQLException refused) {
            throw new StoreException("begin", refused);
        }
    }

    /** Whether it is there, as of now. */
    public boolean answers() {
        try (var connection = connection()) {
            return connection.isValid(LONGEST_SECONDS);
        } catch (SQLException away) {
            return false;
        }
    }

    /**
     * Writes rows in the caller's transaction; none: does nothing.
     *
     * @param into a table and its columns, of which the first is when they were received
     */
    public void copy(String into, Instant receivedAt, Collection<Rows> rows) {
        if (rows.stream().allMatch(Rows::isEmpty)) {
            return;
        }
        try (var connection = connection();
                var copy = new Copy(connection, "COPY " + into + " FROM STDIN (FORMAT binary)")) {
            for (var some : rows) {
                copy.add(some, receivedAt);
            }
            copy.end();
        } catch (SQLException refused) {
            throw new StoreException("write into " + into, refused);
        }
    }
}
