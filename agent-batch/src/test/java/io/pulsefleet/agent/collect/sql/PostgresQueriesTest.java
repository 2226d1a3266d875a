package io.pulsefleet.agent.collect.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.agent.collect.jdbc.Dialect;
import io.pulsefleet.agent.collect.jdbc.Target;
import io.pulsefleet.agent.collect.jdbc.Tls;
import io.pulsefleet.embedded.Postgres;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a real PostgreSQL. */
class PostgresQueriesTest extends AskedDatabase {

    @TempDir
    static Path data;

    private static Postgres postgres;

    @BeforeAll
    static void start() throws Exception {
        int port;
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        postgres = Postgres.start(new Postgres.Place(data.resolve("data"), Path.of("target/programs"), port, "test"));
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    /** By the old names, and by their defaults: PA-11. */
    @Override
    Map<String, String> whereItIs() {
        return Map.of(
                "PA_DB_TYPE",
                "postgresql",
                "PA_DB_HOST",
                "127.0.0.1",
                "pulse.queries.db.port",
                Integer.toString(postgres.port()),
                "PA_DB_NAME",
                Postgres.DATABASE,
                "PA_DB_USER",
                Postgres.USER,
                "PA_DB_PASSWORD",
                "test");
    }

    @Override
    Connection admin() throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(), Postgres.USER, "test");
    }

    @Override
    String sleepLong() {
        return "SELECT pg_sleep(60)";
    }

    @Override
    String longList() {
        return "SELECT generate_series(1, 100000000)";
    }

    @Override
    String write() {
        return "SELECT nextval('numbers')";
    }

    @Override
    void lock(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        connection.createStatement().execute("LOCK TABLE orders");
    }

    @Override
    String ownName() {
        return "SELECT current_setting('application_name')";
    }

    @Override
    long connectionsOfOurs() throws Exception {
        try (var connection = admin();
                var rows = connection
                        .createStatement()
                        .executeQuery(
                                "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'pulsefleet-queries'")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Override
    @Test
    void nothingCanBeWritten() throws Exception {
        execute("CREATE SEQUENCE IF NOT EXISTS numbers");
        super.nothingCanBeWritten();
    }

    @Test
    void aParameterIsATimestamptz() throws Exception { // PA-04
        queries("""
                "type": {"type": "single_value", "sql": "SELECT pg_typeof(%(start_time)s)::text"}""", """
                "text": {"type": "single_value", "sql": "SELECT %(end_time)s"}""", """
                "guards": {"type": "single_value", "sql":
                    "SELECT concat_ws(' ', current_setting('transaction_read_only'), current_setting('statement_timeout'), current_setting('lock_timeout'), current_setting('TimeZone'))"}""");

        assertThat(visit(TEN).stats()).hasToString("""
                {"status":"success","start_time":"2026-11-21T09:00:00.000Z","end_time":"2026-11-21T10:00:00.000Z",\
                "type":"timestamp with time zone","text":"2026-11-21 10:00:00+00","guards":"on 1500ms 1s UTC"}""");
    }

    @Test
    void aDatabaseThatGoesWhileItIsAskedIsAwayAndNoNumberIsTold() throws Exception { // PA-09
        queries("""
                "first": {"type": "count", "sql": "SELECT 1"}""", """
                "end": {"type": "single_value", "sql": "SELECT pg_terminate_backend(pg_backend_pid())"}""", """
                "last": {"type": "count", "sql": "SELECT 3"}""");

        var run = visit(TEN);

        assertThat(run.away.orElseThrow()).contains("is away");
        assertThat(run.readings).isEmpty();
        assertThat(run.stats()).hasToString("""
                {"status":"failure","start_time":"2026-11-21T09:00:00.000Z","end_time":"2026-11-21T10:00:00.000Z","first":1}""");
        assertThat(state().succeededLast()).isEmpty();
    }

    @Test
    void aTextThatIsTooLongIsAnErrorOfItsQuery() throws Exception {
        queries("""
                "long": {"type": "single_value", "sql": "SELECT repeat('x', 100001)", "default": "too long"}""", """
                "huge": {"type": "single_value", "sql": "SELECT repeat('x', 20000000)"}""", """
                "one": {"type": "count", "sql": "SELECT 1"}""");

        var run = visit(TEN);

        assertThat(run.away).isEmpty();
        assertThat(run.stats().get("one").longValue()).isEqualTo(1);

        assertThat(run.payload().at("/additional/errors/long").textValue()).contains("100001 characters");
        assertThat(run.stats().get("long").textValue()).isEqualTo("too long");
        assertThat(run.stats().get("huge").isNull()).isTrue();
    }

    /** UO-04 */
    @Test
    void aMonitorsQuestionHasTheSameGuards() throws Exception {
        execute("CREATE SEQUENCE IF NOT EXISTS numbers");

        assertThat(asked("test", "SELECT count(*) FROM orders")).isEqualTo("ANSWERED [4] ");
        assertThat(asked("test", "SELECT state FROM orders WHERE id = 4")).isEqualTo("ANSWERED [] ");
        assertThat(asked("test", "DROP TABLE orders"))
                .isEqualTo("NO_READ [] sql: begins with 'DROP'; only SELECT, WITH, VALUES, TABLE and SHOW are asked");
        assertThat(asked("test", write())).startsWith("REFUSED [] ERROR: cannot execute nextval() in a read-only");
        assertThat(asked("test", "SELECT 1 / 0")).isEqualTo("REFUSED [] ERROR: division by zero");
        assertThat(asked("wrong", "SELECT 1")).startsWith("REFUSED [] FATAL: password authentication failed");
    }

    private static String asked(String password, String sql) {
        var target = new Target(
                "monitor",
                Dialect.POSTGRESQL,
                "127.0.0.1",
                postgres.port(),
                Postgres.DATABASE,
                Postgres.USER,
                password,
                Tls.DISABLE,
                Target.Origin.HUB);
        var told = new OneQuestion().ask(target, sql, Duration.ofSeconds(20));
        return told.outcome() + " " + told.value().stream().toList() + " " + told.detail();
    }
}
