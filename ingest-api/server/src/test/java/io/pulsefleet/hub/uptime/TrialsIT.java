package io.pulsefleet.hub.uptime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefleet.hub.Admin;
import io.pulsefleet.hub.Caller;
import io.pulsefleet.hub.HubArchive;
import io.pulsefleet.hub.ItDatabase;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is tried before it is saved: who hears of it, and what is kept (UO-01, UO-09). */
@ArquillianTest
class TrialsIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HTTP = "{\"name\":\"it\",\"kind\":\"http\",\"check\":{\"url\":\"http://localhost/\"}}";

    @Deployment(testable = false)
    static WebArchive hub() {
        return HubArchive.packaged();
    }

    @ArquillianResource
    URI deployed;

    private final String datacenter = "dc-" + UUID.randomUUID();
    private final String secret = "s3cret-" + UUID.randomUUID();
    private Admin admin;
    private Caller prober;
    private Caller other;

    @BeforeEach
    void aProberAndOneThatNamesNoDatacenter() throws Exception {
        admin = Admin.of(deployed);
        prober = Caller.of(deployed).registered();
        other = Caller.of(deployed).registered();
        ItDatabase.execute("INSERT INTO datacenters (id, name) VALUES ('" + datacenter + "', 'here')");
        prober.beat();
        other.beat();
        lease(prober);
    }

    @AfterEach
    void nothingOfItStays() throws Exception {
        ItDatabase.execute("DELETE FROM api_monitors WHERE name LIKE '%" + datacenter
                + "'; DELETE FROM datacenters WHERE id = '" + datacenter + "'; DELETE FROM uptime_trial");
    }

    @Test
    void itGoesToItsDatacentersProberWithTheLeaseAndItsOutcomeToWhoAsked() throws Exception {
        var asked = admin.send("POST", "uptime/trials", """
                {"monitor":{"name":"it","kind":"http","check":{"url":"http://localhost/${token}"},"schedule":"5m","degraded_ms":300,\
                "datacenters":["%s"],"secrets":{"token":"%s"}}}""".formatted(datacenter, secret));
        assertThat(asked.statusCode()).as(asked.body()).isEqualTo(202);
        var trial = JSON.readTree(asked.body());
        var path = "uptime/trials/" + trial.get("id").asText();
        assertThat(asked.headers().firstValue("Location").orElse("")).endsWith(path);
        assertThat(trial.get("agent").asText()).isEqualTo(prober.agent().toString());
        assertThat(trial.get("hostname").asText() + " "
                        + trial.get("datacenter").asText())
                .isEqualTo("host " + datacenter);

        assertThat(ItDatabase.value("SELECT t::text FROM uptime_trial t")).doesNotContain(secret);
        assertThat(lease(other).has("trials")).isFalse();
        assertThat(lease(prober).get("trials").toString())
                .isEqualTo("""
                [{"id":"%s","monitor":{"id":0,"revision":0,"name":"it","kind":"http","every":"PT5M","timeout":"PT30S",\
                "degradedAfter":"PT0.3S","check":{"url":"http://localhost/${token}"},"secrets":{"token":"%s"}}}]""".formatted(trial.get("id").asText(), secret).replace("\": ", "\":"));
        admin.awaitState(path, "running");
        var outcome = """
                {"heartbeat":{"monitor":0,"revision":0,"slot":"2026-11-22T10:00:00Z","executedAt":"2026-11-22T10:00:00Z",\
                "status":"DOWN","error":"ASSERTION","message":"status == 200: it is 503",\
                "phases":{"dns":1,"connect":2,"tls":3,"firstByte":4,"transfer":5},\
                "hops":[{"url":"http://localhost/","code":503,"phases":{"dns":1,"connect":2,"tls":3,"firstByte":4,"transfer":5}}],\
                "code":503,"bytes":9,"address":"127.0.0.1","answer":"no worker"},\
                "judged":[{"text":"status == 200","holds":false,"seen":"it is 503"}]}""";
        assertThat(tell(other, trial, outcome)).isEqualTo(404);
        assertThat(tell(prober, trial, outcome)).isEqualTo(204);

        var seen = admin.read("GET", path, null);
        assertThat(seen.get("state").asText()).isEqualTo("done");
        assertThat(seen.get("over").asBoolean()).isTrue();
        assertThat(seen.get("seen").toString()).isEqualTo("""
                {"executed_at":"2026-11-22T10:00:00Z","status":"down","error":"ASSERTION",\
                "message":"status == 200: it is 503",\
                "phases":{"dns":1,"connect":2,"tls":3,"first_byte":4,"transfer":5},"hops":[{"url":"http://localhost/",\
                "code":503,"phases":{"dns":1,"connect":2,"tls":3,"first_byte":4,"transfer":5}}],"code":503,"bytes":9,\
                "address":"127.0.0.1","answer":"no worker"}""");
        assertThat(seen.get("judged").toString())
                .isEqualTo("[{\"text\":\"status == 200\",\"holds\":false,\"seen\":\"it is 503\"}]");
        assertThat(ItDatabase.value("SELECT concat(monitor, sealed, key_id) FROM uptime_trial WHERE id = '"
                        + trial.get("id").asText() + "'"))
                .as("what was asked is gone when it is answered")
                .isEmpty();
        assertThat(admin.answers()).noneMatch(answer -> answer.contains(secret));
    }

    @Test
    void anAgentThatNamesNoDatacenterHearsOfItInItsHeartbeat() throws Exception {
        var trial =
                admin.read("POST", "uptime/trials", "{\"agent\":\"" + other.agent() + "\",\"monitor\":" + HTTP + "}");

        assertThat(prober.beat().has("trials")).isFalse();
        assertThat(other.beat().at("/trials/0/id").asText())
                .isEqualTo(trial.get("id").asText());
        var listed = admin.read("GET", "uptime/agents", null).get("agents");
        assertThat(listed.toString())
                .contains("{\"id\":\"" + other.agent() + "\",\"hostname\":\"host\",\"probes\":false}")
                .contains("{\"id\":\"" + prober.agent() + "\",\"hostname\":\"host\",\"datacenter\":\"" + datacenter
                        + "\",\"probes\":true}");
    }

    @Test
    void whatIsChangedIsTriedWithTheSecretsThatItHasAndNowhereElse() throws Exception {
        var saved = admin.read("POST", "uptime/monitors", """
                {"name":"m %1$s","kind":"http","check":{"url":"http://localhost/${token}"},"datacenters":["%1$s"],\
                "secrets":{"token":"%2$s"}}""".formatted(datacenter, secret));
        var form = "{\"id\":" + saved.get("id").asInt() + ",\"monitor\":{\"check\":{\"url\":\"%s\"}}}";

        assertThat(fieldOf(admin.send("POST", "uptime/trials", form.formatted("http://evil/${token}"))))
                .isEqualTo("secrets");
        admin.read("POST", "uptime/trials", form.formatted("http://localhost/other/${token}"));
        var told = lease(prober).at("/trials/0/monitor");
        assertThat(told.at("/check/url").asText()).isEqualTo("http://localhost/other/${token}");
        assertThat(told.at("/secrets/token").asText()).isEqualTo(secret);
        assertThat(admin.read("GET", "uptime/monitors/" + saved.get("id").asInt(), null)
                        .at("/check/url")
                        .asText())
                .isEqualTo("http://localhost/${token}");
        assertThat(admin.answers()).noneMatch(answer -> answer.contains(secret));
    }

    @Test
    void whatCannotBeTriedIsSaidWithItsField() throws Exception {
        assertThat(fieldOf(admin.send("POST", "uptime/trials", "{}"))).isEqualTo("monitor");
        assertThat(fieldOf(admin.send("POST", "uptime/trials", """
                {"monitor":{"name":"it","kind":"http","schedule":"never","check":{"url":"http://x/","assertions":["status = 200"]}}}"""))).isEqualTo("schedule, check.assertions[0]");
        assertThat(fieldOf(admin.send(
                        "POST", "uptime/trials", "{\"monitor\":{\"name\":\"it\",\"kind\":\"push\",\"check\":{}}}")))
                .isEqualTo("kind");
        assertThat(fieldOf(admin.send(
                        "POST", "uptime/trials", "{\"agent\":\"" + UUID.randomUUID() + "\",\"monitor\":" + HTTP + "}")))
                .isEqualTo("agent");
        assertThat(admin.send("POST", "uptime/trials", "{\"id\":999999999,\"monitor\":" + HTTP + "}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(admin.send("GET", "uptime/trials/" + UUID.randomUUID(), null).statusCode())
                .isEqualTo(404);
        assertThat(prober.send("POST", "uptime/trials", HTTP.getBytes(StandardCharsets.UTF_8))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void noneOnlineTooManyAndNoAnswerAreEachSaid() throws Exception {
        var empty = "empty-" + datacenter;
        ItDatabase.execute("INSERT INTO datacenters (id, name) VALUES ('" + empty + "', 'nobody')");
        var of = "{\"monitor\":" + HTTP.replace("}}", "},\"datacenters\":[\"%s\"]}") + "}";
        var refused = admin.send("POST", "uptime/trials", of.formatted(empty));
        ItDatabase.execute("DELETE FROM datacenters WHERE id = '" + empty + "'");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(JSON.readTree(refused.body()).get("detail").asText())
                .isEqualTo("No agent of " + empty + " is online; choose another agent.");

        var first = admin.read("POST", "uptime/trials", of.formatted(datacenter));
        for (int i = 0; i < 4; i++) {
            admin.read("POST", "uptime/trials", of.formatted(datacenter));
        }
        assertThat(admin.send("POST", "uptime/trials", of.formatted(datacenter)).statusCode())
                .isEqualTo(429);

        ItDatabase.execute("UPDATE uptime_trial SET until_at = now()");
        var silent = admin.read("GET", "uptime/trials/" + first.get("id").asText(), null);
        assertThat(silent.get("state").asText()).isEqualTo("no_answer");
        assertThat(silent.get("detail").asText())
                .isEqualTo("host did not ask for work in time: look whether it is online, or choose another agent");
        assertThat(admin.send("POST", "uptime/trials", of.formatted(datacenter)).statusCode())
                .as("for those nobody waits any more")
                .isEqualTo(202);
    }

    private String fieldOf(HttpResponse<String> refused) throws Exception {
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        return JSON.readTree(refused.body()).get("field").asText();
    }

    private static int tell(Caller agent, JsonNode trial, String outcome) throws Exception {
        return agent.send(
                        "PUT",
                        "agents/" + agent.agent() + "/uptime-trials/"
                                + trial.get("id").asText(),
                        outcome.getBytes(StandardCharsets.UTF_8),
                        "Authorization",
                        agent.asAgent())
                .statusCode();
    }

    private JsonNode lease(Caller agent) throws Exception {
        return agent.post("uptime-lease", "{\"datacenter\":\"" + datacenter + "\",\"release\":false}");
    }
}
