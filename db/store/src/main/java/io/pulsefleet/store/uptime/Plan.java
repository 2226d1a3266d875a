package io.pulsefleet.store.uptime;

import io.pulsefleet.store.Database;
import io.pulsefleet.store.StoreException;
import io.pulsefleet.store.targets.Sealed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is probed, all of one moment. */
@ApplicationScoped
public class Plan {

    private Database database;

    public Plan() {}

    @Inject
    public Plan(Database database) {
        this.database = database;
    }

    /** @param revision another one whenever anything of it changes */
    public record Book(long revision, List<Entry> entries) {}

    /**
     * A monitor that is not paused.
     *
     * @param check a JSON object
     * @param degradedAfter null: nothing is
     * @param datacenters none: all
     * @param secrets by name
     */
    public record Entry(
            int id,
            long revision,
            String name,
            String kind,
            String check,
            Duration every,
            Duration timeout,
            Duration degradedAfter,
            List<String> datacenters,
            Map<String, Sealed> secrets) {}

    private record Secret(int monitor, String name, Sealed sealed) {}

    public long revision() {
        return new Ask("look whether other monitors are to be probed", "SELECT revision FROM uptime_plan")
                .list(database, row -> row.getLong(1))
                .get(0);
    }

    public Book read() {
        try (var connection = database.ownConnection()) {
            connection.setAutoCommit(false);
            try {
                return read(connection);
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException refused) {
            throw new StoreException("read what is to be probed", refused);
        }
    }

    private static Book read(Connection connection) throws SQLException {
        new Ask("", "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY").run(connection);
        var revision = new Ask("", "SELECT revision FROM uptime_plan")
                .list(connection, row -> row.getLong(1))
                .get(0);
        var secrets = new HashMap<Integer, Map<String, Sealed>>();
        new Ask("", "SELECT monitor, name, key_id, sealed FROM api_monitor_secrets")
                .list(
                        connection,
                        row -> new Secret(
                                row.getInt(1), row.getString(2), new Sealed(row.getString(3), row.getBytes(4))))
                .forEach(secret -> secrets.computeIfAbsent(secret.monitor(), none -> new HashMap<>())
                        .put(secret.name(), secret.sealed()));
        var entries = new Ask(
                        "",
                        "SELECT m.*, s.every_seconds, s.timeout_ms FROM api_monitors m"
                                + " JOIN schedules s ON s.name = m.schedule WHERE NOT m.paused ORDER BY m.id")
                .list(connection, row -> entry(row, secrets));
        return new Book(revision, entries);
    }

    private static Entry entry(ResultSet row, Map<Integer, Map<String, Sealed>> secrets) throws SQLException {
        var degraded = Ask.number(row, "degraded_ms");
        return new Entry(
                row.getInt("id"),
                row.getLong("revision"),
                row.getString("name"),
                row.getString("kind"),
                row.getString("check_body"),
                Duration.ofSeconds(row.getInt("every_seconds")),
                Duration.ofMillis(row.getInt("timeout_ms")),
                degraded == null ? null : Duration.ofMillis(degraded),
                Ask.texts(row, "datacenters"),
                secrets.getOrDefault(row.getInt("id"), Map.of()));
    }
}
