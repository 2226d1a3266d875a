package io.pulsefleet.store.views;

import io.pulsefleet.store.Database;
import io.pulsefleet.store.PlainText;
import io.pulsefleet.store.StoreException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Views that people have saved. */
@ApplicationScoped
public class SavedViews {

    private static final String UNIQUE_VIOLATION = "23505";

    private Database database;

    public SavedViews() {}

    @Inject
    public SavedViews(Database database) {
        this.database = database;
    }

    /** What one has saved, and what is for all: by name. */
    public List<SavedView> of(String owner) {
        try (var connection = database.connection();
                var select = connection.prepareStatement(
                        "SELECT * FROM saved_view WHERE owner = ? OR owner IS NULL ORDER BY lower(name), name, owner")) {
            select.setString(1, PlainText.of(owner));
            var all = new ArrayList<SavedView>();
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    all.add(read(rows));
                }
            }
            return all;
        } catch (SQLException refused) {
            throw new StoreException("read saved views", refused);
        }
    }

    /** @return false: whoever it is for has one of that name */
    public boolean add(SavedView view) {
        return write("""
                INSERT INTO saved_view (owner, name, address, changed_at, changed_by, id)
                VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""", view, null);
    }

    /**
     * @param seen when what is there was changed last
     * @return false: whoever it is for has one of that name, or there is none that was changed then
     */
    public boolean change(SavedView view, Instant seen) {
        return write("""
                UPDATE saved_view SET owner = ?, name = ?, address = ?, changed_at = ?, changed_by = ?
                WHERE id = ? AND changed_at = ?""", view, seen);
    }

    private boolean write(String sql, SavedView view, Instant seen) {
        try (var connection = database.connection();
                var statement = connection.prepareStatement(sql)) {
            statement.setString(1, view.owner());
            statement.setString(2, view.name());
            statement.setString(3, view.address());
            statement.setObject(4, view.changedAt().atOffset(ZoneOffset.UTC));
            statement.setString(5, view.changedBy());
            statement.setObject(6, view.id());
            if (seen != null) {
                statement.setObject(7, seen.atOffset(ZoneOffset.UTC));
            }
            return statement.executeUpdate() == 1;
        } catch (SQLException refused) {
            if (UNIQUE_VIOLATION.equals(refused.getSQLState())) {
                return false;
            }
            throw new StoreException("keep a saved view", refused);
        }
    }

    /** @return false: there is none */
    public boolean remove(UUID id) {
        try (var connection = database.connection();
                var delete = connection.prepareStatement("DELETE FROM saved_view WHERE id = ?")) {
            delete.setObject(1, id);
            return delete.executeUpdate() == 1;
        } catch (SQLException refused) {
            throw new StoreException("remove a saved view", refused);
        }
    }

    private static SavedView read(ResultSet row) throws SQLException {
        return new SavedView(
                row.getObject("id", UUID.class),
                row.getString("owner"),
                row.getString("name"),
                row.getString("address"),
                row.getObject("changed_at", OffsetDateTime.class).toInstant(),
                row.getString("changed_by"));
    }
}
