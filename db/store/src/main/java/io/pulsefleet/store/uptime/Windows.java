package io.pulsefleet.store.uptime;

import io.pulsefleet.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.OptionalInt;

/** Maintenance windows. */
@ApplicationScoped
public class Windows {

    private Database database;

    public Windows() {}

    @Inject
    public Windows(Database database) {
        this.database = database;
    }

    /** A monitor and its tags. */
    public record Tagged(int monitor, List<String> tags) {}

    public List<Window> all() {
        return new Ask("read maintenance windows", "SELECT * FROM maintenance_windows ORDER BY name")
                .list(database, Windows::window);
    }

    public List<Tagged> monitors() {
        return new Ask("read tags", "SELECT id, tags FROM api_monitors")
                .list(database, row -> new Tagged(row.getInt(1), Ask.texts(row, "tags")));
    }

    /** @return its id; empty: the name is taken */
    public OptionalInt add(Window window) {
        return write(
                        "INSERT INTO maintenance_windows (name, starts, time_zone, minutes, rule, monitors, tags, is_public, changed_at,"
                                + " changed_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO NOTHING RETURNING id",
                        window)
                .list(database, row -> row.getInt(1))
                .stream()
                .mapToInt(id -> id)
                .findFirst();
    }

    /**
     * @param seen when what is there was changed last
     * @return false: there is none that was changed then, or the name is another's
     */
    public boolean change(Window window, Instant seen) {
        return write(
                                "UPDATE maintenance_windows SET name = ?, starts = ?, time_zone = ?, minutes = ?, rule = ?,"
                                        + " monitors = ?, tags = ?, is_public = ?, changed_at = ?, changed_by = ? WHERE id = ?"
                                        + " AND changed_at = ?"
                                        + " AND NOT EXISTS (SELECT FROM maintenance_windows o WHERE o.name = ? AND o.id <> ?)",
                                window)
                        .with(window.id())
                        .with(seen)
                        .with(window.name())
                        .with(window.id())
                        .run(database)
                == 1;
    }

    /** @return false: there is none */
    public boolean remove(int id) {
        return new Ask("remove a maintenance window", "DELETE FROM maintenance_windows WHERE id = ?")
                        .with(id)
                        .run(database)
                == 1;
    }

    private static Ask write(String sql, Window window) {
        return new Ask("keep a maintenance window", sql)
                .with(window.name())
                .with(window.starts())
                .with(window.timeZone())
                .with(window.minutes())
                .with(window.rule())
                .with("int4", window.monitors(), each -> each)
                .with("text", window.tags(), each -> each)
                .with(window.isPublic())
                .with(window.changedAt())
                .with(window.changedBy());
    }

    private static Window window(ResultSet row) throws SQLException {
        return new Window(
                row.getInt("id"),
                row.getString("name"),
                row.getObject("starts", LocalDateTime.class),
                row.getString("time_zone"),
                row.getInt("minutes"),
                row.getString("rule"),
                List.of((Integer[]) row.getArray("monitors").getArray()),
                Ask.texts(row, "tags"),
                row.getBoolean("is_public"),
                Ask.moment(row, "changed_at"),
                row.getString("changed_by"));
    }
}
