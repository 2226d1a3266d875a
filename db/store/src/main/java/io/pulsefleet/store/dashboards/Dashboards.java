package io.pulsefleet.store.dashboards;

import io.pulsefleet.store.Database;
import io.pulsefleet.store.StoreException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Which dashboards there are. In the caller's transaction, where there is one. */
@ApplicationScoped
public class Dashboards {

    private static final String ADD = """
            INSERT INTO dashboard (title, description, charts, changed_at, changed_by) VALUES (?, ?, ?::jsonb, ?, ?)
            ON CONFLICT DO NOTHING RETURNING id""";
    private static final String CHANGE = """
            UPDATE dashboard SET title = ?, description = ?, charts = ?::jsonb, changed_at = ?, changed_by = ?, version = version + 1
            WHERE id = ? AND version = ?""";
    private static final String UNIQUE_VIOLATION = "23505";

    private Database database;

    public Dashboards() {}

    @Inject
    public Dashboards(Database database) {
        this.database = database;
    }

    /** What became of a change. */
    public enum Outcome {
        CHANGED,
        /** Another one has that title. */
        TAKEN,
        /** It is not there any more, or not as it was. */
        OUTDATED
    }

    /** By title. */
    public List<StoredDashboard> all() {
        try (var connection = database.connection();
                var select = connection.prepareStatement("SELECT * FROM dashboard ORDER BY lower(title), title");
                var rows = select.executeQuery()) {
            var all = new ArrayList<StoredDashboard>();
            while (rows.next()) {
                all.add(read(rows));
            }
            return all;
        } catch (SQLException refused) {
            throw new StoreException("read which dashboards there are", refused);
        }
    }

    public Optional<StoredDashboard> find(long id) {
        try (var connection = database.connection();
                var select = connection.prepareStatement("SELECT * FROM dashboard WHERE id = ?")) {
            select.setLong(1, id);
            try (var rows = select.executeQuery()) {
                return rows.next() ? Optional.of(read(rows)) : Optional.empty();
            }
        } catch (SQLException refused) {
            throw new StoreException("read a dashboard", refused);
        }
    }

    /** @return its id; empty: there is one of that title */
    public OptionalLong add(StoredDashboard dashboard) {
        try (var connection = database.connection();
                var insert = connection.prepareStatement(ADD)) {
            set(insert, dashboard);
            try (var rows = insert.executeQuery()) {
                return rows.next() ? OptionalLong.of(rows.getLong(1)) : OptionalLong.empty();
            }
        } catch (SQLException refused) {
            throw new StoreException("add a dashboard", refused);
        }
    }

    /** @param dashboard with the version from which the change began */
    public Outcome change(StoredDashboard dashboard) {
        try (var connection = database.connection();
                var update = connection.prepareStatement(CHANGE)) {
            set(update, dashboard);
            update.setLong(6, dashboard.id());
            update.setInt(7, dashboard.version());
            return update.executeUpdate() == 1 ? Outcome.CHANGED : Outcome.OUTDATED;
        } catch (SQLException refused) {
            if (UNIQUE_VIOLATION.equals(refused.getSQLState())) {
                return Outcome.TAKEN;
            }
            throw new StoreException("change a dashboard", refused);
        }
    }

    /** @return false: there is none */
    public boolean remove(long id) {
        try (var connection = database.connection();
                var delete = connection.prepareStatement("DELETE FROM dashboard WHERE id = ?")) {
            delete.setLong(1, id);
            return delete.executeUpdate() == 1;
        } catch (SQLException refused) {
            throw new StoreException("remove a dashboard", refused);
        }
    }

    private static void set(PreparedStatement statement, StoredDashboard dashboard) throws SQLException {
        statement.setString(1, dashboard.title());
        statement.setString(2, dashboard.description());
        statement.setString(3, dashboard.charts());
        statement.setObject(4, dashboard.changedAt().atOffset(ZoneOffset.UTC));
        statement.setString(5, dashboard.changedBy());
    }

    private static StoredDashboard read(ResultSet row) throws SQLException {
        return new StoredDashboard(
                row.getLong("id"),
                row.getString("title"),
                row.getString("description"),
                row.getString("charts"),
                row.getInt("version"),
                row.getObject("changed_at", OffsetDateTime.class).toInstant(),
                row.getString("changed_by"));
    }
}
