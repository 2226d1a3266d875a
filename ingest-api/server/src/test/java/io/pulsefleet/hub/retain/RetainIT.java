package io.pulsefleet.hub.retain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefleet.hub.Caller;
import io.pulsefleet.hub.HubArchive;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From outside, against the hub in Open Liberty: its jobs run, are on record, and do what they say. */
@ArquillianTest
class RetainIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PORT = System.getProperty("it.db.port");

    @Deployment(testable = false)
    static WebArchive hub() {
        return HubArchive.packaged();
    }

    @ArquillianResource
    URI deployed;

    private Caller caller;

    @BeforeEach
    void theHubIsReady() throws Exception {
        caller = Caller.of(deployed).registered();
    }

    @Test
    void packsClosedHoursAndRollsUpTheDayAndTellsOfIt() throws Exception {
        try (var connection = database()) {
            execute(
                    connection,
                    "SELECT make_partition('frame', 'received_at', '2020010112', '2020-01-01T12:00Z', '2020-01-01T13:00Z', '')");
            execute(
                    connection,
                    "INSERT INTO frame SELECT '2020-01-01T12:00Z', '2020-01-01T11:00Z'::timestamptz"
                            + " + n * interval '10 s', 1000000 + n % 3, 1, ARRAY[n, NULL] FROM generate_series(1, 300) n");

            run("pack");
            run("roll");

            assertThat(number(connection, "SELECT count(*) FROM frame WHERE agent BETWEEN 1000000 AND 1000002"))
                    .isZero();
            assertThat(number(
                            connection,
                            "SELECT sum(count) FROM pack WHERE level = 0 AND agent BETWEEN 1000000 AND 1000002"))
                    .isEqualTo(300);
            assertThat(
                            number(
                                    connection,
                                    "SELECT sum(sum[1])::bigint FROM rollup WHERE level = 86400 AND agent BETWEEN 1000000 AND 1000002"))
                    .isEqualTo(300 * 301 / 2);
            var runs = get("hub/runs").get("runs");
            assertThat(runs.findValuesAsText("job")).contains("pack", "roll");
            assertThat(runs.findValuesAsText("state")).containsOnly("COMPLETED");
            var kinds = get("storage").get("kinds");
            assertThat(kinds.findValuesAsText("kind"))
                    .containsExactly(
                            "hot",
                            "raw",
                            "1m",
                            "10m",
                            "rollup",
                            "log",
                            "document",
                            "pg-sample",
                            "pg-session",
                            "pg-statement",
                            "pg-lock",
                            "pg-log",
                            "host-event",
                            "uptime",
                            "uptime-stale",
                            "uptime-1h",
                            "uptime-1d",
                            "heartbeat",
                            "run",
                            "receipt",
                            "pg-text");
            assertThat(kinds.get(1).get("samples").asLong()).isGreaterThanOrEqualTo(300);

            var dryRun = send("POST", "retention/dry-run", "{}");
            assertThat(dryRun.findValuesAsText("table")).contains("pack_20200101");
            run("retain");
            assertThat(number(connection, "SELECT count(*) FROM pg_class WHERE relname = 'pack_20200101'"))
                    .isZero();
        }
    }

    @Test
    void oneRunsAtATime() throws Exception {
        try (var connection = database()) {
            execute(
                    connection,
                    "INSERT INTO lease VALUES ('packing', 'another', 1, now() + interval '1 hour')"
                            + " ON CONFLICT (name) DO UPDATE SET holder = 'another', until_at = excluded.until_at");

            assertThat(caller.send("POST", "hub/jobs/pack", null, "Authorization", Caller.asAdmin())
                            .statusCode())
                    .isEqualTo(409);
            assertThat(caller.send("POST", "hub/jobs/sleep", null, "Authorization", Caller.asAdmin())
                            .statusCode())
                    .isEqualTo(404);
            execute(connection, "DELETE FROM lease");
        }
        run("pack");
    }

    @Test
    void policiesAreCheckedAndKept() throws Exception {
        var before = get("retention").get("policies");
        assertThat(before).hasSize(21);
        var body = "{\"policies\":"
                + before.toString().replace("\"kind\":\"log\",\"keepDays\":30", "\"kind\":\"log\",\"keepDays\":7")
                + "}";

        assertThat(send("PUT", "retention", body).get("policies").toString()).contains("\"log\",\"keepDays\":7");
        send("PUT", "retention", "{\"policies\":" + before + "}");
        assertThat(get("retention").get("policies")).isEqualTo(before);
        assertThat(refused("{}")).contains("must have one of kind 'raw' for the group *");
        assertThat(refused("{\"policies\":[{\"group\":\"*\",\"kind\":\"receipt\",\"keepDays\":1}]}"))
                .contains("policies[0].keepDays");
        assertThat(caller.send(
                                "PUT",
                                "retention/agents/" + caller.agent(),
                                "{\"group\":\"lab\"}".getBytes(StandardCharsets.UTF_8),
                                "Authorization",
                                Caller.asAdmin())
                        .statusCode())
                .isEqualTo(204);
        assertThat(get("retention").get("groups").get("lab").asInt()).isEqualTo(1);
    }

    private String refused(String body) throws Exception {
        var answer = caller.send(
                "PUT", "retention", body.getBytes(StandardCharsets.UTF_8), "Authorization", Caller.asAdmin());
        assertThat(answer.statusCode()).isEqualTo(400);
        return answer.body();
    }

    /** Starts it, as soon as none runs, and waits for its end. */
    private void run(String job) throws Exception {
        var before = get("hub/runs").get("runs").size();
        int status;
        do {
            status = caller.send("POST", "hub/jobs/" + job, null, "Authorization", Caller.asAdmin())
                    .statusCode();
        } while (status == 409);
        assertThat(status).isEqualTo(202);
        JsonNode runs;
        do {
            runs = get("hub/runs").get("runs");
        } while (runs.size() <= before || runs.findValuesAsText("state").contains("STARTED"));
        assertThat(runs.get(0).get("job").asText()).isEqualTo(job);
        assertThat(runs.get(0).get("state").asText()).as(runs.get(0).toString()).isEqualTo("COMPLETED");
    }

    private JsonNode get(String path) throws Exception {
        return send("GET", path, null);
    }

    private JsonNode send(String method, String path, String body) throws Exception {
        var answer = caller.send(
                method,
                path,
                body == null ? null : body.getBytes(StandardCharsets.UTF_8),
                "Authorization",
                Caller.asAdmin());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static Connection database() throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + PORT + "/pulse", "pulse", "it");
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
