package io.pulsefleet.store.audit;

import io.pulsefleet.store.Database;
import io.pulsefleet.store.StoreException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * What somebody is about to do, noted before it is done. So what a hub did that was killed before it could write that
 * down is known all the same.
 */
@ApplicationScoped
public class Begun {

    private Database database;

    public Begun() {}

    @Inject
    public Begun(Database database) {
        this.database = database;
    }

    /** One of which nobody has said what came of it. */
    public record Left(UUID id, Entry entry) {}

    /** Holds at once, whatever becomes of it. Outcome and detail are not known yet. */
    public void note(UUID id, Entry entry) {
        try (var connection = database.ownConnection();
                var insert = connection.prepareStatement("INSERT INTO audit_begun VALUES (?, ?, ?, ?, ?, ?, ?)")) {
            insert.setObject(1, id);
            insert.setObject(2, OffsetDateTime.ofInstant(entry.at(), ZoneOffset.UTC));
            insert.setString(3, entry.who());
            insert.setString(4, entry.kind());
            insert.setString(5, entry.from());
            insert.setString(6, entry.action());
            insert.setString(7, entry.object());
            insert.executeUpdate();
        } catch (SQLException refused) {
            throw new StoreException("note what is about to be done", refused);
        }
    }

    /** Those that were begun before that and are not over. The outcome that they bear is {@code failed}. */
    public List<Left> leftBefore(Instant moment) {
        try (var connection = database.ownConnection();
                var query = connection.prepareStatement(
                        "SELECT id, at, who, kind, from_address, action, object FROM audit_begun WHERE at < ?"
                                + " ORDER BY at LIMIT 1000")) {
            query.setObject(1, OffsetDateTime.ofInstant(moment, ZoneOffset.UTC));
            try (var rows = query.executeQuery()) {
                var left = new ArrayList<Left>();
                while (rows.next()) {
                    left.add(left(rows));
                }
                return left;
            }
        } catch (SQLException refused) {
            throw new StoreException("read what was begun", refused);
        }
    }

    private static Left left(ResultSet row) throws SQLException {
        return new Left(
                row.getObject(1, UUID.class),
                new Entry(
                        row.getObject(2, OffsetDateTime.class).toInstant(),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6),
                        row.getString(7),
                        "failed",
                        "The hub ended before it could say what came of this; it may have been done."));
    }

    /** Nothing came of it. */
    public void forget(UUID id) {
        try (var connection = database.ownConnection()) {
            end(connection, List.of(id));
        } catch (SQLException refused) {
            throw new StoreException("forget what was begun", refused);
        }
    }

    /** In the transaction that writes what came of them. */
    static void end(Connection connection, Collection<UUID> ids) throws SQLException {
        if (ids.isEmpty()) {
            return;
        }
        try (var delete = connection.prepareStatement("DELETE FROM audit_begun WHERE id = ANY (?)")) {
            delete.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
            delete.executeUpdate();
        }
    }
}
