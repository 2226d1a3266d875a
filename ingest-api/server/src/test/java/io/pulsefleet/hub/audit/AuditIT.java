package io.pulsefleet.hub.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefleet.hub.Admin;
import io.pulsefleet.hub.Caller;
import io.pulsefleet.hub.HubArchive;
import io.pulsefleet.hub.ItDatabase;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From outside, against the hub in Open Liberty: what people change is on record when they are answered (SP-13). */
@ArquillianTest
class AuditIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SECRET = "h1dd3n-" + UUID.randomUUID();

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

    @Test
    void aChangeIsOnRecordWithWhatItChanged() throws Exception {
        mark("{\"group\":\"web\",\"tags\":{\"env\":\"test\"}}");

        mark("{\"group\":\"db\"}");

        var newest = newest("object=agent/" + caller.agent());
        assertThat(newest.get("who").asText() + " " + newest.get("kind").asText() + " "
                        + newest.get("action").asText() + " "
                        + newest.get("outcome").asText())
                .isEqualTo("admin user agent.mark done");
        assertThat(newest.get("from").asText()).isIn("127.0.0.1", "0:0:0:0:0:0:0:1");
        assertThat(newest.get("detail").asText()).isEqualTo("""
                {"before":{"group":"web"},"after":{"group":"db"}}""");
        assertThat(ItDatabase.number("SELECT count(*) FROM audit_begun")).isZero();
    }

    @Test
    void whatCouldNotBeDoneAndWhoWasRefusedIsOnRecord() throws Exception {
        var nobody = UUID.randomUUID();
        assertThat(admin.send("PATCH", "agents/" + nobody, "{\"group\":\"db\"}").statusCode())
                .isEqualTo(404);
        assertThat(newest("object=agent/" + nobody).get("outcome").asText()).isEqualTo("failed");
        assertThat(newest("object=agent/" + nobody).get("detail").asText()).isEqualTo("{\"status\":404}");

        for (var time = 0; time < 5; time++) {
            caller.send(
                    "PATCH", "agents/" + caller.agent(), body("{\"group\":\"x\"}"), "Authorization", caller.asAgent());
        }
        var refused = await("who=" + caller.agent());
        assertThat(refused.get("kind").asText() + " " + refused.get("action").asText() + " "
                        + refused.get("outcome").asText())
                .isEqualTo("agent route.call refused");
        assertThat(admin.get("audit?who=" + caller.agent()).get("deeds"))
                .as("the others are counted")
                .hasSize(1);
    }

    @Test
    void aSignInIsOnRecordAndOneInVainToo() throws Exception {
        var name = "eve-" + UUID.randomUUID();
        var wrong = Base64.getEncoder().encodeToString((name + ":" + SECRET).getBytes(StandardCharsets.UTF_8));
        assertThat(caller.send("GET", "agents", null, "Authorization", "Basic " + wrong)
                        .statusCode())
                .isEqualTo(401);
        var inVain = await("q=" + name);
        assertThat(inVain.get("action").asText() + " " + inVain.get("outcome").asText() + " "
                        + inVain.get("kind").asText())
                .isEqualTo("session.begin refused nobody");

        var before = head();
        caller.send("POST", "session", body("{\"user\":\"admin\",\"password\":\"admin-of-the-tests\"}"));
        var signIn = newest("action=session.begin&outcome=done");
        assertThat(signIn.get("who").asText()).isEqualTo("admin");
        assertThat(signIn.get("number").asLong()).isGreaterThan(before);

        var report = admin.get("reports/compliance");
        assertThat(report.get("failedSignIns").findValuesAsText("who")).contains(name);
        assertThat(report.get("accounts").findValuesAsText("name")).contains("admin");
        assertThat(report.get("accounts").get(0).get("lastSignIn").asText()).isNotEmpty();
        assertThat(report.get("chain").get("state").asText()).isEqualTo("intact");
    }

    @Test
    void noSecretOfABodyIsInTheLog() throws Exception {
        var unique = UUID.randomUUID().toString().substring(0, 8);
        var database = admin.read("POST", "databases", """
                {"agent":"%s","name":"db-%s","host":"db.example","database":"shop","user":"watch","password":"%s"}""".formatted(caller.agent(), unique, SECRET));
        var key = admin.read("POST", "api-keys", """
                {"name":"key-%s","sends":["pulse"]}""".formatted(unique));
        var monitor = admin.read("POST", "uptime/monitors", """
                {"name":"mon-%s","kind":"http","schedule":"1m","check":{"url":"https://example.org/","headers":{"Authorization":"Bearer %s"}}}""".formatted(unique, SECRET));
        admin.read("POST", "users", """
                {"name":"user-%s","role":"viewer","password":"%s"}""".formatted(unique, SECRET));
        admin.send("DELETE", "users/user-" + unique, null);
        admin.send("DELETE", "api-keys/" + key.get("id").asText(), null);
        admin.send("DELETE", "uptime/monitors/" + monitor.get("id").asText(), null);
        admin.send("DELETE", "databases/" + database.get("id").asText(), null);

        assertThat(ItDatabase.rows("SELECT action FROM audit WHERE detail LIKE '%" + unique + "%'"))
                .contains("database.add", "api-key.make", "monitor.add", "user.add", "api-key.remove");
        assertThat(ItDatabase.number("SELECT count(*) FROM audit a WHERE a::text LIKE '%" + SECRET
                        + "%' OR a::text LIKE '%" + key.get("key").asText() + "%'"))
                .isZero();
    }

    @Test
    void theChainIsVerifiedWithProgressAndANotedHead() throws Exception {
        var head = admin.get("audit/head");
        mark("{\"group\":\"web\"}");

        var noted = admin.send("POST", "audit/verify", """
                {"number":%d,"hash":"%s"}""".formatted(
                        head.get("number").asLong(), head.get("hash").asText()));
        var lines = noted.body().lines().toList();
        assertThat(JSON.readTree(lines.get(lines.size() - 1)).get("state").asText())
                .isEqualTo("intact");

        var forged = admin.send(
                "POST", "audit/verify", """
                {"number":%d,"hash":"%s"}""".formatted(head.get("number").asLong(), "ab".repeat(32)));
        assertThat(JSON.readTree(forged.body()).get("state").asText()).isEqualTo("forked");
        assertThat(newest("action=audit.verify").get("detail").asText()).startsWith("forked: ");
        assertThat(admin.send("POST", "audit/verify", "{\"number\":1,\"hash\":\"x\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(admin.send("POST", "audit/verify", "{}").statusCode()).isEqualTo(200);
        assertThat(ItDatabase.value("SELECT state FROM audit_verify()")).isEqualTo("intact");
    }

    @Test
    void isTakenHomeAndAskedPageByPage() throws Exception {
        for (var i = 0; i < 5; i++) {
            mark("{\"group\":\"g" + i + "\"}");
        }
        var mine = "audit?object=agent/" + caller.agent();
        var first = admin.get(mine + "&limit=3");
        var second = admin.get(mine + "&limit=3&cursor=" + first.get("next").asText());
        assertThat(first.get("deeds")).hasSize(3);
        assertThat(second.get("deeds")).hasSize(2);
        assertThat(second.has("next")).isFalse();

        var csv = admin.send("GET", "audit/export?object=agent/" + caller.agent(), null);
        assertThat(csv.body().lines()).hasSize(6).first().asString().startsWith("number,at,who,");
        var jsonl = admin.send("GET", "audit/export?format=jsonl&object=agent/" + caller.agent(), null);
        assertThat(jsonl.body().lines()).hasSize(5);
        for (var wrong : List.of("format=pdf", "who=" + "x".repeat(301), "outcome=well", "from=today", "sort=who")) {
            assertThat(admin.send("GET", "audit/export?" + wrong, null).statusCode())
                    .as(wrong)
                    .isEqualTo(400);
        }
    }

    @Test
    void whatCannotBePutOnRecordIsNotAnsweredAsDone() throws Exception {
        try (var holder = ItDatabase.connect();
                var statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("SELECT FROM audit_chain FOR UPDATE");

            var answer = admin.send("PATCH", "agents/" + caller.agent(), "{\"group\":\"late\"}");

            assertThat(answer.statusCode() + answer.body())
                    .startsWith("503")
                    .contains("The audit log cannot be written; this may have been done.");
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            holder.rollback();
        }
        assertThat(await("object=agent/" + caller.agent()).get("outcome").asText())
                .as("it is written as soon as it can be")
                .isEqualTo("done");
        mark("{\"group\":\"well\"}");
    }

    @Test
    void theReportIsAPageWithoutScriptAndATable() throws Exception {
        var page = admin.send("GET", "reports/compliance?format=html", null);
        assertThat(page.body())
                .contains("<h1>Compliance report</h1>", "The audit log is whole")
                .doesNotContain("<script");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .startsWith("default-src 'none'");
        assertThat(admin.send("GET", "reports/compliance?format=csv", null).body())
                .startsWith("section,item,field,value\r\n")
                .contains("\r\nchain,,state,intact\r\n", "\r\nretention,audit,keep_days,400\r\n");
    }

    @Test
    void whatAHubHadBegunThatIsGoneIsOnRecord() throws Exception {
        ItDatabase.execute("INSERT INTO audit_begun VALUES ('" + UUID.randomUUID()
                + "', now() - interval '1 hour', 'gone', 'user', '', 'monitor.change', 'monitor/1')");
        while (admin.send("POST", "hub/jobs/retain", null).statusCode() == 409) {
            Thread.onSpinWait();
        }
        var left = await("who=gone");
        assertThat(left.get("outcome").asText() + left.get("detail").asText()).startsWith("failedThe hub ended before");
    }

    private void mark(String body) throws Exception {
        assertThat(admin.send("PATCH", "agents/" + caller.agent(), body).statusCode())
                .isEqualTo(204);
    }

    private long head() throws Exception {
        return admin.get("audit/head").get("number").asLong();
    }

    private JsonNode newest(String filter) throws Exception {
        return admin.get("audit?limit=1&" + filter).get("deeds").get(0);
    }

    /** For a refusal nobody waits. */
    private JsonNode await(String filter) throws Exception {
        var found = newest(filter);
        while (found == null) {
            Thread.onSpinWait();
            found = newest(filter);
        }
        return found;
    }

    private static byte[] body(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
