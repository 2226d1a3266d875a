package io.pulsefleet.store.metrics;

import io.pulsefleet.store.Database;
import io.pulsefleet.store.StoreException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;

/** Which segments have been taken. */
@ApplicationScoped
public class Receipts {

    private Database database;

    public Receipts() {}

    @Inject
    public Receipts(Database database) {
        this.database = database;
    }

    /**
     * Notes, in the caller's transaction, that the segment is taken. One who tries the same meanwhile waits for that
     * transaction's end.
     *
     * @return false: it was taken before
     */
    public boolean write(int agent, String segment) {
        try (var connection = database.connection();
                var insert = connection.prepareStatement(
                        "INSERT INTO receipt VALUES (?, ?, ?::int8multirange, 1, 0, now()) ON CONFLICT (agent, stem) DO UPDATE"
                                + " SET taken = receipt.taken + excluded.taken, segments = receipt.segments + 1,"
                                + " taken_at = excluded.taken_at WHERE NOT receipt.taken && excluded.taken")) {
            var name = Segment.of(segment);
            insert.setInt(1, agent);
            insert.setString(2, name.stem());
            insert.setString(3, "{[%d,%d]}".formatted(name.number(), name.number()));
            return insert.executeUpdate() == 1;
        } catch (SQLException refused) {
            throw new StoreException("write a receipt", refused);
        }
    }

    public boolean has(int agent, String segment) {
        try (var connection = database.connection();
                var select = connection.prepareStatement(
                        "SELECT FROM receipt WHERE agent = ? AND stem = ? AND taken @> ?::bigint")) {
            var name = Segment.of(segment);
            select.setInt(1, agent);
            select.setString(2, name.stem());
            select.setLong(3, name.number());
            try (var row = select.executeQuery()) {
                return row.next();
            }
        } catch (SQLException refused) {
            throw new StoreException("read a receipt", refused);
        }
    }
}
