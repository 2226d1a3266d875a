package io.pulsefleet.hub.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pulsefleet.hub.Admin;
import io.pulsefleet.hub.Caller;
import io.pulsefleet.hub.HubArchive;
import io.pulsefleet.hub.ItDatabase;
import io.pulsefleet.hub.access.Visitor;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The jobs of all agents in one list, by REST. */
@ArquillianTest
class JobsIT {

    @Deployment(testable = false)
    static WebArchive hub() {
        return HubArchive.packaged();
    }

    @ArquillianResource
    URI deployed;

    private final String host = "jobs-" + UUID.randomUUID();
    private Admin admin;
    private UUID first;
    private UUID second;

    @BeforeEach
    void twoAgentsWithRuns() throws Exception {
        admin = Admin.of(deployed);
        first = agent("a");
        second = agent("b");
        run(first, "boot", 1, "system", "COMPLETED", 50);
        run(first, "boot", 2, "system", "STARTED", 10);
        run(first, "boot", 3, "logs", "STOPPED", 40);
        run(first, "before", 9, "docker", "FAILED", 5);
        run(second, "boot", 1, "system", "FAILED", 20);
    }

    private UUID agent(String name) throws Exception {
        var agent = Caller.of(deployed).registered().agent();
        ItDatabase.execute(
                "UPDATE agents SET boot = 'boot', hostname = '%s-%s' WHERE id = '%s'".formatted(host, name, agent));
        return agent;
    }

    private static void run(UUID agent, String boot, long execution, String job, String state, int minutesAgo)
            throws Exception {
        ItDatabase.execute("""
                INSERT INTO job_runs (agent, boot, execution, job, state, started_at, visits, readings, skipped, errors, exit, updated_at)
                SELECT number, '%s', %d, '%s', '%s', now() - interval '%d minutes', 7, 70, 0, 1, '', now() FROM agents WHERE id = '%s'""".formatted(boot, execution, job, state, minutesAgo, agent));
    }

    private static List<String> jobs(JsonNode answer) {
        var all = new ArrayList<String>();
        answer.get("jobs")
                .forEach(job -> all.add(job.get("hostname").asText().replaceFirst(".*-", "") + " "
                        + job.get("job").asText() + " " + job.get("state").asText()));
        return all;
    }

    @Test
    void eachJobIsThereOnceAsItIsNowTheWorstFirst() throws Exception {
        var answer = admin.get("jobs?host=" + host.toUpperCase(java.util.Locale.ROOT));

        assertThat(jobs(answer))
                .as("of the newest start, the newest run")
                .containsExactly("b system FAILED", "a logs STOPPED", "a system STARTED");
        assertThat(answer.get("total").asInt()).isEqualTo(3);
        assertThat(answer.get("counts").toString())
                .isEqualTo("{\"logs\":{\"STOPPED\":1},\"system\":{\"FAILED\":1,\"STARTED\":1}}");
        assertThat(answer.at("/jobs/0/connected").asBoolean()).isFalse();
        assertThat(answer.at("/jobs/0/agent").asText()).isEqualTo(second.toString());
        assertThat(answer.at("/jobs/2/execution").asLong()).isEqualTo(2);
    }

    @Test
    void theyAreChosenByJobAndStateAndNoMoreThanWanted() throws Exception {
        assertThat(jobs(admin.get("jobs?job=system&state=STARTED&state=FAILED&host=" + host)))
                .containsExactly("b system FAILED", "a system STARTED");
        var one = admin.get("jobs?limit=1&host=" + host);
        assertThat(jobs(one)).containsExactly("b system FAILED");
        assertThat(one.get("total").asInt()).isEqualTo(3);
        assertThat(jobs(admin.get("jobs?host=%25"))).isEmpty();
        assertThat(admin.send("GET", "jobs?state=BROKEN", null).body()).contains("\"field\":\"state\"");
        assertThat(admin.send("GET", "jobs?limit=0", null).body()).contains("\"field\":\"limit\"");
    }

    @Test
    void oneThatIsLateIsMarked() throws Exception {
        ItDatabase.execute("""
                UPDATE job_runs SET due_at = now() - interval '2 minutes', updated_at = now()
                WHERE execution = 2 AND agent = (SELECT number FROM agents WHERE id = '%s')""".formatted(first));

        var answer = admin.get("jobs?mark=late&host=" + host);

        assertThat(jobs(answer)).containsExactly("a system STARTED");
        assertThat(answer.at("/jobs/0/mark").asText()).isEqualTo("late");
        assertThat(answer.get("marked").toString()).isEqualTo("{\"late\":1}");
        assertThat(admin.send("GET", "jobs?mark=lazy", null).body()).contains("\"field\":\"mark\"");
    }

    @Test
    void whatJobsDidIsToldPageByPageTheNewestFirst() throws Exception {
        var page = admin.get("runs?limit=2&host=" + host);
        var next = admin.get("runs?limit=9&host=" + host + "&after="
                + URLEncoder.encode(page.get("next").asText(), StandardCharsets.UTF_8));

        assertThat(past(page)).containsExactly("a docker FAILED", "a system STARTED");
        assertThat(past(next)).containsExactly("b system FAILED", "a logs STOPPED", "a system COMPLETED");
        assertThat(next.has("next")).isFalse();
        assertThat(past(admin.get("runs?job=system&state=FAILED&host=" + host))).containsExactly("b system FAILED");
        assertThat(admin.send("POST", "commands", """
                {"command":"agent.status","group":"\\u0000","tags":{"\\u0000":"\\u0000"},"dryRun":true}""").statusCode())
                .as("a NUL in one of many is none either")
                .isEqualTo(200);
        assertThat(admin.send("GET", "runs?from=yesterday", null).body()).contains("\"field\":\"from\"");
        assertThat(admin.send("GET", "runs?after=last", null).body()).contains("\"field\":\"after\"");
    }

    @Test
    void theHubsOwnRunsAreAmongThoseOfAllAndNotShownToWhoSeesSomeHostsOnly() throws Exception {
        ItDatabase.execute("""
                INSERT INTO job_runs (agent, boot, execution, job, state, started_at, visits, readings, skipped, errors, exit, updated_at)
                VALUES (0, 'jobs-it', 1, 'pack', 'ABANDONED', now() - interval '9 days', 1, 1, 0, 0, '', now())""");
        var name = "h" + host.substring(5, 13);
        var secret = "a secret of twelve or more";
        admin.read("POST", "users", """
                {"name":"%s","role":"viewer","password":"%s","groups":["%s"]}""".formatted(name, secret, host));

        var seen = admin.get("runs?job=pack&state=ABANDONED&host=hub");

        assertThat(past(seen)).contains("hub pack ABANDONED");
        assertThat(seen.at("/runs/0").has("agent")).isFalse();
        assertThat(past(Visitor.signedIn(deployed, name, secret).get("runs?job=pack")))
                .isEmpty();
        ItDatabase.execute("DELETE FROM job_runs WHERE boot = 'jobs-it'");
    }

    private static List<String> past(JsonNode answer) {
        var all = new ArrayList<String>();
        answer.get("runs")
                .forEach(one -> all.add(one.get("hostname").asText().replaceFirst(".*-", "") + " "
                        + one.at("/run/job").asText() + " "
                        + one.at("/run/state").asText()));
        return all;
    }

    @Test
    void oneRunIsToldWithItsStepsAndForgottenWhenItIsOver() throws Exception {
        ItDatabase.execute("""
                UPDATE job_runs SET detail = '{"job":"system","instance":4,"execution":1,"state":"COMPLETED","steps":[{"name":"visits","state":"COMPLETED","metrics":{"read":7,"written":70,"filtered":0,"readSkipped":0,"processSkipped":0,"writeSkipped":0,"commits":7,"rollbacks":0}}]}'
                WHERE execution = 1 AND agent = (SELECT number FROM agents WHERE id = '%s')""".formatted(first));
        var path = "agents/" + first + "/runs/boot/";

        var over = admin.get(path + "1");
        var running = admin.get(path + "2");

        assertThat(over.at("/run/state").asText()).isEqualTo("COMPLETED");
        assertThat(over.at("/execution/steps/0/metrics/written").asLong()).isEqualTo(70);
        assertThat(over.get("others")).hasSize(2);
        assertThat(running.has("execution")).isFalse();
        assertThat(admin.send("DELETE", path + "2", null).statusCode()).isEqualTo(409);
        assertThat(admin.send("DELETE", path + "1?reason=" + "x".repeat(501), null)
                        .statusCode())
                .isEqualTo(400);
        assertThat(admin.send("DELETE", path + "1?reason=tidied%20up", null).statusCode())
                .isEqualTo(204);
        assertThat(admin.get("audit?action=run.forget").toString()).contains("tidied up", first.toString());
        assertThat(admin.send("GET", path + "1", null).statusCode()).isEqualTo(404);
        assertThat(admin.send("GET", path + "no-number", null).statusCode()).isEqualTo(404);
    }

    @Test
    void jobsOfOtherGroupsAreAsIfTheyWereNot() throws Exception {
        ItDatabase.execute("UPDATE agents SET agent_group = '%s' WHERE id = '%s'".formatted(host, first));
        var name = "u" + host.substring(5, 13);
        var secret = "a secret of twelve or more";
        admin.read("POST", "users", """
                {"name":"%s","role":"viewer","password":"%s","groups":["%s"]}""".formatted(name, secret, host));

        var seen = Visitor.signedIn(deployed, name, secret).get("jobs?host=jobs-");

        assertThat(jobs(seen)).containsExactly("a logs STOPPED", "a system STARTED");
        assertThat(seen.get("counts").has("logs")).isTrue();
        assertThat(seen.at("/counts/system").has("FAILED")).isFalse();
    }

    @Test
    void whenAJobVisitsNextAndWhyNotNowIsTold() throws Exception {
        var agent = Caller.of(deployed);
        var id = agent.registered().agent();
        ItDatabase.execute("UPDATE agents SET boot = 'boot', hostname = '%s-c' WHERE id = '%s'".formatted(host, id));
        ItDatabase.execute("""
                INSERT INTO job_runs (agent, boot, execution, job, state, started_at, visits, readings, skipped, errors,
                  exit, updated_at, due_at, last_visit_at, next_visit_at, rest, took_seconds, usual_seconds)
                SELECT number, 'boot', 1, 'docker', 'STARTED', now(), 7, 70, 0, 1, '', now(), now() - interval '9 hours',
                  now() - interval '9 hours', '2030-01-01T02:00:00Z', 'hours', 30, 0.5 FROM agents WHERE id = '%s'""".formatted(id));

        var job = admin.get("jobs?mark=slow&host=" + host + "-c").get("jobs").get(0);

        assertThat(job.get("rhythm").toString())
                .isEqualTo("{\"nextVisitAt\":\"2030-01-01T02:00:00Z\",\"rest\":\"hours\",\"tookSeconds\":30.0,"
                        + "\"usualSeconds\":0.5}");
        assertThat(job.get("mark").asText()).isEqualTo("slow");
    }

    @Test
    void theNextVisitsOfAScheduleAreReckonedAsAgentsDo() throws Exception {
        var preview = admin.get("schedules/preview?limit=2&from=2026-10-24T12:00:00Z&schedule="
                + encoded("cron 30 2 * * *; zone Europe/Berlin; not Mon-Fri 00:00-06:00"));

        assertThat(preview.get("next").toString()).isEqualTo("[\"2026-10-25T00:30:00Z\",\"2026-10-31T01:30:00Z\"]");
        assertThat(preview.get("zone").asText()).isEqualTo("Europe/Berlin");
        assertThat(admin.get("schedules/preview?schedule=paused").toString())
                .contains("\"rest\":\"paused\",\"next\":[]");
    }

    @Test
    void aMistakenScheduleSaysWhichClauseAndWhatItMayBe() throws Exception {
        var answer = admin.send("GET", "schedules/preview?schedule=" + encoded("paused; zone Berlin"), null);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("the clause 'zone Berlin' names no time zone");
        assertThat(admin.send("GET", "schedules/preview?every=0s", null).statusCode())
                .isEqualTo(400);
    }

    private static String encoded(String text) {
        return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8);
    }
}
