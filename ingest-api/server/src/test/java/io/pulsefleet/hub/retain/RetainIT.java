package io.pulsefleet.hub.retain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pulsefleet.hub.Admin;
import io.pulsefleet.hub.Caller;
import io.pulsefleet.hub.HubArchive;
import io.pulsefleet.hub.ItDatabase;
import java.net.URI;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From outside, against the hub in Open Liberty: its jobs run, are on record, and do what they say. */
@ArquillianTest
class RetainIT {

    @Deployment(testable = false)
    static WebArchive hub() {
        return HubArchive.packaged();
    }

    @ArquillianResource
    URI deployed;

    private Admin admin;
    private Caller caller;

    @BeforeEach
    void theHubIsReady() throws Exception {
        admin = Admin.of(deployed);
        caller = Caller.of(deployed).registered();
    }

    /** The run of 'pack' that had this part: the hub starts them by itself as well, and one may have come first. */
    private JsonNode partsOf(JsonNode runs, String part) throws Exception {
        for (var run : runs) {
            if (run.get("job").asText().equals("pack")) {
                var told = admin.get("hub/runs/" + run.get("boot").asText() + "/" + run.get("execution"));
                if (told.at("/execution/steps/0/partitions")
                        .findValuesAsText("exit")
                        .contains(part)) {
                    return told;
                }
            }
        }
        throw new AssertionError("no run of pack had " + part + ": " + runs);
    }

    @Test
    void packsClosedHoursAndRollsUpTheDayAndTellsOfIt() throws Exception {
        ItDatabase.execute(
                "SELECT make_partition('frame', 'received_at', '2020010112', '2020-01-01T12:00Z', '2020-01-01T13:00Z', '')");
        ItDatabase.execute("INSERT INTO frame SELECT '2020-01-01T12:00Z', '2020-01-01T11:00Z'::timestamptz"
                + " + n * interval '10 s', 1000000 + n % 3, 1, ARRAY[n, NULL] FROM generate_series(1, 300) n");

        run("pack");
        run("roll");

        assertThat(ItDatabase.number("SELECT count(*) FROM frame WHERE agent BETWEEN 1000000 AND 1000002"))
                .isZero();
        assertThat(ItDatabase.number(
                        "SELECT sum(count) FROM pack WHERE level = 0 AND agent BETWEEN 1000000 AND 1000002"))
                .isEqualTo(300);
        assertThat(
                        ItDatabase.number(
                                "SELECT sum(sum[1])::bigint FROM rollup WHERE level = 86400 AND agent BETWEEN 1000000 AND 1000002"))
                .isEqualTo(300 * 301 / 2);
        var runs = admin.get("hub/runs").get("runs");
        assertThat(runs.findValuesAsText("job")).contains("pack", "roll");
        assertThat(runs.findValuesAsText("state")).containsOnly("COMPLETED");
        var newest = runs.get(runs.findValuesAsText("job").indexOf("pack"));
        var told = partsOf(runs, "frame_2020010112");
        assertThat(told.get("hostname").asText()).isEqualTo("hub");
        assertThat(told.at("/execution/steps/0/partitions").findValuesAsText("state"))
                .containsOnly("COMPLETED");
        assertThat(admin.get("jobs?host=HUB&job=pack").at("/jobs/0/execution")).isEqualTo(newest.get("execution"));
        assertThat(admin.send("GET", "hub/runs/none/1", null).statusCode()).isEqualTo(404);
        var kinds = admin.get("storage").get("kinds");
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

        var dryRun = admin.read("POST", "retention/dry-run", "{}");
        assertThat(dryRun.findValuesAsText("table")).contains("pack_20200101");
        run("retain");
        assertThat(ItDatabase.number("SELECT count(*) FROM pg_class WHERE relname = 'pack_20200101'"))
                .isZero();
    }

    @Test
    void oneRunsAtATime() throws Exception {
        ItDatabase.execute("INSERT INTO lease VALUES ('packing', 'another', 1, now() + interval '1 hour')"
                + " ON CONFLICT (name) DO UPDATE SET holder = 'another', until_at = excluded.until_at");

        assertThat(admin.send("POST", "hub/jobs/pack", null).statusCode()).isEqualTo(409);
        assertThat(admin.send("POST", "hub/jobs/sleep", null).statusCode()).isEqualTo(404);
        ItDatabase.execute("DELETE FROM lease");
        run("pack");
    }

    @Test
    void oneThatRunsIsStoppedAndTheNextRunDoesWhatIsLeft() throws Exception {
        for (var hour = 13; hour < 16; hour++) {
            ItDatabase.execute(
                    "SELECT make_partition('frame', 'received_at', '20200201%1$d', '2020-02-01T%1$d:00Z', '2020-02-01T%2$d:00Z', '')"
                            .formatted(hour, hour + 1));
            ItDatabase.execute(
                    "INSERT INTO frame VALUES ('2020-02-01T%1$d:00Z', '2020-02-01T%1$d:00Z', 1000009, 1, ARRAY[1])"
                            .formatted(hour));
        }
        assertThat(admin.send("POST", "hub/jobs/pack/stop", null).statusCode())
                .as("it does not run")
                .isEqualTo(409);
        assertThat(admin.send("POST", "hub/jobs/sleep/stop", null).statusCode()).isEqualTo(404);
        ItDatabase.execute("INSERT INTO lease VALUES ('packing', 'another', 1, now() + interval '1 hour')"
                + " ON CONFLICT (name) DO UPDATE SET holder = 'another', until_at = excluded.until_at");
        ItDatabase.execute("""
                INSERT INTO job_runs (agent, boot, execution, job, state, started_at, visits, readings, skipped, errors, exit, updated_at)
                VALUES (0, 'another', 1, 'pack', 'STARTED', now(), 1, 1, 0, 0, '', now())""");

        assertThat(admin.send("POST", "hub/jobs/pack/stop?reason=room", null).statusCode())
                .as("of another hub the lease is ended")
                .isEqualTo(202);
        assertThat(ItDatabase.number("SELECT count(*) FROM lease WHERE name = 'packing' AND until_at > now()"))
                .isZero();
        assertThat(admin.get("audit?limit=20").toString()).contains("\"why\\\":\\\"room");
        run("pack");
        assertThat(ItDatabase.number("SELECT count(*) FROM frame WHERE agent = 1000009"))
                .isZero();
        ItDatabase.execute("DELETE FROM job_runs WHERE boot = 'another'");
    }

    @Test
    void policiesAreCheckedAndKept() throws Exception {
        var before = admin.get("retention").get("policies");
        assertThat(before).hasSize(21);
        var body = "{\"policies\":"
                + before.toString().replace("\"kind\":\"log\",\"keepDays\":30", "\"kind\":\"log\",\"keepDays\":7")
                + "}";

        assertThat(admin.read("PUT", "retention", body).get("policies").toString())
                .contains("\"log\",\"keepDays\":7");
        admin.read("PUT", "retention", "{\"policies\":" + before + "}");
        assertThat(admin.get("retention").get("policies")).isEqualTo(before);
        assertThat(refused("{}")).contains("must have one of kind 'raw' for the group *");
        assertThat(refused("{\"policies\":[{\"group\":\"*\",\"kind\":\"receipt\",\"keepDays\":1}]}"))
                .contains("policies[0].keepDays");
        assertThat(admin.send("PUT", "retention/agents/" + caller.agent(), "{\"group\":\"lab\"}")
                        .statusCode())
                .isEqualTo(204);
        assertThat(admin.get("retention").get("groups").get("lab").asInt()).isEqualTo(1);
    }

    private String refused(String body) throws Exception {
        var answer = admin.send("PUT", "retention", body);
        assertThat(answer.statusCode()).isEqualTo(400);
        return answer.body();
    }

    /** Starts it, as soon as none runs, and waits for its end. */
    private void run(String job) throws Exception {
        var before = admin.get("hub/runs").get("runs").size();
        int status;
        do {
            status = admin.send("POST", "hub/jobs/" + job, null).statusCode();
        } while (status == 409);
        assertThat(status).isEqualTo(202);
        JsonNode runs;
        do {
            runs = admin.get("hub/runs").get("runs");
        } while (runs.size() <= before || runs.findValuesAsText("state").contains("STARTED"));
        assertThat(runs.get(0).get("job").asText()).isEqualTo(job);
        assertThat(runs.get(0).get("state").asText()).as(runs.get(0).toString()).isEqualTo("COMPLETED");
    }
}
