package io.pulsefleet.store.uptime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefleet.embedded.Scratch;
import io.pulsefleet.store.Database;
import io.pulsefleet.store.schema.Schema;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The roles of docs/runbook.md, section "Uptime", may do what they are for and nothing else (UO-09). */
class RightsTest {

    private static final List<String> ROLES = List.of(
            "CREATE ROLE uptime_editor",
            "GRANT SELECT, INSERT, UPDATE, DELETE ON regions, datacenters, schedules, api_monitors, maintenance_windows"
                    + " TO uptime_editor",
            "CREATE ROLE uptime_reader",
            "GRANT SELECT ON regions, datacenters, schedules, api_monitors, maintenance_windows, api_heartbeats,"
                    + " uptime_state, uptime_event, uptime_incident, uptime_incident_note, uptime_hour, uptime_day,"
                    + " uptime_month TO uptime_reader");

    @TempDir
    static Path folder;

    private static Scratch server;

    @BeforeAll
    static void start() throws Exception {
        int port;
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        server = Scratch.start(folder, Path.of("target/programs"), Optional.empty(), port, Map.of());
        var source = new PGSimpleDataSource();
        source.setUrl(server.jdbcUrl("postgres"));
        source.setUser(Scratch.SUPERUSER);
        new Schema(new Database(source)).migrate();
        try (var connection = source.getConnection()) {
            for (var sql : ROLES) {
                run(connection, sql);
            }
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void whoMayChangeMonitorsMovesThePlan() throws Exception {
        try (var connection = as("uptime_editor")) {
            run(connection, "INSERT INTO api_monitors (name, kind, check_body) VALUES ('shop', 'ping', '{}')");
            run(connection, "UPDATE api_monitors SET retries = 3");
        }
        try (var connection = as("postgres");
                var statement = connection.createStatement();
                var row = statement.executeQuery(
                        "SELECT revision, (SELECT changed_by FROM api_monitors) FROM uptime_plan")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getLong(1)).isEqualTo(3);
            assertThat(row.getString(2)).isEqualTo("uptime_editor");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "uptime_editor UPDATE uptime_plan SET revision = 1",
                "uptime_editor SELECT * FROM api_monitor_secrets",
                "uptime_editor UPDATE uptime_lease SET agent = 1",
                "uptime_editor DELETE FROM api_heartbeats",
                "uptime_editor SELECT * FROM users",
                "uptime_reader SELECT * FROM api_monitor_secrets",
                "uptime_reader UPDATE api_monitors SET paused = true",
                "uptime_reader SELECT * FROM agents"
            })
    void whatARoleIsNotForItMayNot(String roleAndSql) throws Exception {
        var space = roleAndSql.indexOf(' ');
        try (var connection = as(roleAndSql.substring(0, space))) {
            assertThatThrownBy(() -> run(connection, roleAndSql.substring(space + 1)))
                    .hasMessageContaining("permission denied");
        }
    }

    private static Connection as(String role) throws SQLException {
        var connection = DriverManager.getConnection(server.jdbcUrl("postgres"), Scratch.SUPERUSER, "");
        run(connection, "SET ROLE " + role);
        return connection;
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
