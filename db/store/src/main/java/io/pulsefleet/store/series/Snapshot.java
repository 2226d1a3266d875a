package io.pulsefleet.store.series;

import io.pulsefleet.store.StoreException;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * Where questions are asked: the database itself, or a replica of it. Each look is a transaction that sees one moment
 * and writes nothing, and it ends by itself: statements have their time, and so has one who opened it and went away.
 */
@ApplicationScoped
public class Snapshot {

    private static final String CANCELED = "57014";

    /** One who opened it and reads on may be held up for so long by its own machine. */
    private static final Duration LEAST_IDLE = Duration.ofSeconds(10);

    @Resource(lookup = "jdbc/pulse-read")
    private DataSource source;

    public Snapshot() {}

    /** For one that no container manages. */
    public Snapshot(DataSource source) {
        this.source = source;
    }

    /** What is read, and made of it. */
    public interface Look<T> {
        T at(Connection connection) throws SQLException;
    }

    /** @param longest that a statement may take */
    public <T> T look(Duration longest, Look<T> look) {
        return look(longest, "", look);
    }

    /**
     * As {@link #look}, at hot frames and at packs. The lock comes before the first look: a hot partition is emptied by
     * TRUNCATE, which those see, too, whose moment is before it; who looked first and came to the partition after it was
     * emptied would find its rows neither there nor packed.
     */
    <T> T lookAtHotToo(Duration longest, Look<T> look) {
        return look(longest, "; LOCK TABLE frame IN ACCESS SHARE MODE", look);
    }

    private <T> T look(Duration longest, String lock, Look<T> look) {
        try (var connection = source.getConnection()) {
            connection.setAutoCommit(false);
            try {
                begin(connection, longest, lock);
                return look.at(connection);
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException refused) {
            if (CANCELED.equals(refused.getSQLState())) {
                throw new TooSlowException(refused);
            }
            if (StoreException.isAway(refused) || StoreException.isCollision(refused)) {
                throw new PastAwayException(refused);
            }
            throw new StoreException("read the past", refused);
        }
    }

    /** A plan for each statement: how many rows it finds depends on its numbers, and partitions are left out by them. */
    private static void begin(Connection connection, Duration longest, String lock) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;"
                    + " SET LOCAL statement_timeout = " + longest.toMillis()
                    + "; SET LOCAL idle_in_transaction_session_timeout = "
                    + Math.max(longest.toMillis(), LEAST_IDLE.toMillis())
                    + "; SET LOCAL jit = off" + lock);
        }
    }
}
