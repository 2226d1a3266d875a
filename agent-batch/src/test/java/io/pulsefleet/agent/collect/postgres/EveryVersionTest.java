package io.pulsefleet.agent.collect.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.embedded.Scratch;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds with each version that is supported, asked with no more rights than PG-15 says. */
class EveryVersionTest {

    private static final Instant TEN = Instant.parse("2026-11-21T10:00:00Z");

    @TempDir
    Path folder;

    static List<Integer> versions() {
        return Versions.all();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void everyQuestionIsAnsweredAsItsHeadSays(int version) throws Exception { // PG-12, PG-15
        try (var server = Versions.start(version, folder, Map.of("shared_preload_libraries", "pg_stat_statements"));
                var admin = admin(server);
                var watching = new Watching(server.port())
                        .with("pulse.postgres.db.user", "watcher")
                        .with("pulse.postgres.db.password", "secret")) {
            execute(
                    admin,
                    "CREATE ROLE watcher LOGIN PASSWORD 'secret'",
                    "GRANT pg_read_all_stats TO watcher",
                    "CREATE EXTENSION pg_stat_statements",
                    "CREATE TABLE orders (id int PRIMARY KEY, state text)",
                    "INSERT INTO orders SELECT i, 'open' FROM generate_series(1, 1000) AS i",
                    "CREATE INDEX orders_id ON orders (id)",
                    "DELETE FROM orders WHERE id > 500",
                    "SELECT pg_create_physical_replication_slot('standby', true)");

            var seen = watching.visit(TEN);

            assertThat(seen.away()).isEmpty();
            assertThat(watching.troubles.now()).isEmpty();
            assertThat(seen.asked())
                    .containsExactlyElementsOf(Questions.shipped().forVersion(version).stream()
                            .map(Question::name)
                            .toList());
            assertThat(seen.body("postgresql.server").get("major").intValue()).isEqualTo(version);
            for (var question : Questions.shipped().forVersion(version)) {
                assertThat(columnsOf(admin, question))
                        .as(question.name())
                        .containsExactlyInAnyOrderElementsOf(told(question));
            }
        }
    }

    private static List<String> told(Question question) {
        var columns = new ArrayList<>(question.labels());
        question.numbers().forEach(number -> columns.add(number.column()));
        columns.addAll(question.fields());
        return columns;
    }

    private static List<String> columnsOf(Connection connection, Question question) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(question.sql())) {
            var columns = new ArrayList<String>();
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                columns.add(rows.getMetaData().getColumnName(i));
            }
            return columns;
        }
    }

    private static Connection admin(Scratch server) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl("postgres"), Scratch.SUPERUSER, "");
    }

    private static void execute(Connection connection, String... statements) throws SQLException {
        try (var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
