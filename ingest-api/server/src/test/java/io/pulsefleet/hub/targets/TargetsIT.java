package io.pulsefleet.hub.targets;

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
import java.util.Optional;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Databases that agents watch because the hub says so: who may say it, who hears it, and what is kept (PG-10). */
@ArquillianTest
class TargetsIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Deployment(testable = false)
    static WebArchive hub() {
        return HubArchive.packaged();
    }

    @ArquillianResource
    URI deployed;

    private final String secret = "s3cret-" + UUID.randomUUID();
    private Admin admin;
    private Caller caller;

    @BeforeEach
    void anAgent() throws Exception {
        admin = Admin.of(deployed);
        caller = Caller.of(deployed).registered();
    }

    @Test
    void whatIsAddedGoesToItsAgentOnlyAndThePasswordIsInNoAnswerAndNowhereInTheDatabase() throws Exception {
        var other = Caller.of(deployed).registered();

        var added = add("shop");
        assertThat(added.toString()).isEqualTo("""
                {"id":"%s","agent":"%s","name":"shop","type":"postgresql","host":"db1","port":5432,"database":"shop","user":"pulsefleet",\
                "password":"set","ssl_mode":"require","statistics":true,"queries":false,\
                "log_files":"/var/log/postgresql/*.log","state":"waiting","changed_at":%s,"changed_by":"admin"}""".formatted(id(added), caller.agent(), added.get("changed_at")));
        assertThat(admin.read("GET", "databases/" + id(added), null)).isEqualTo(added);
        assertThat(rowOf("shop").get("state").asText()).isEqualTo("waiting");
        assertThat(rowOf("shop").get("settings")).isEqualTo(added);
        assertThat(admin.answers()).noneMatch(answer -> answer.contains(secret));

        var planned = caller.beat().at("/plan/databases/0");
        assertThat(planned.toString())
                .isEqualTo("""
                {"id":"%s","revision":%d,"name":"shop","address":{"type":"postgresql","host":"db1","port":5432,"database":"shop",\
                "user":"pulsefleet","password":"%s","sslMode":"require"},"passwordUnknown":false,"statistics":true,\
                "queries":false,"logFiles":"/var/log/postgresql/*.log"}""".formatted(id(added), planned.get("revision").asLong(), secret));
        assertThat(other.beat().toString()).contains("\"databases\":[]").doesNotContain(secret);
        assertThat(ItDatabase.value(
                        "SELECT encode(password, 'escape') FROM database_target WHERE id = '" + id(added) + "'"))
                .hasSizeGreaterThan(secret.length() + 28 - 1)
                .doesNotContain(secret);
        assertThat(ItDatabase.value(
                        "SELECT database_to_text FROM (SELECT t::text AS database_to_text FROM database_target t"
                                + " WHERE id = '" + id(added) + "') x"))
                .doesNotContain(secret);
    }

    @Test
    void aChangeGoesToItsAgentAndAPasswordNowhereElse() throws Exception {
        var added = add("shop");
        var before = caller.beat().at("/plan/databases/0/revision").asLong();

        var changed = admin.read("PATCH", path(added), "{\"user\":\"watcher\",\"log_files\":\"\"}");
        assertThat(changed.get("user").asText()).isEqualTo("watcher");
        assertThat(changed.has("log_files")).isFalse();
        var planned = caller.beat().at("/plan/databases/0");
        assertThat(planned.get("revision").asLong()).isGreaterThan(before);
        assertThat(planned.at("/address/password").asText()).isEqualTo(secret);

        var refused = admin.send("PATCH", path(added), "{\"host\":\"evil\"}");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(refused.body()).get("field").asText()).isEqualTo("password");
        assertThat(caller.beat().at("/plan/databases/0/address/host").asText()).isEqualTo("db1");
        assertThat(admin.send("PATCH", path(added), "{\"host\":\"db2\",\"password\":\"n3w\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(caller.beat().at("/plan/databases/0/address/password").asText())
                .isEqualTo("n3w");
        assertThat(admin.read("PATCH", path(added), "{\"password\":\"\"}")
                        .get("password")
                        .asText())
                .isEqualTo("none");
    }

    @Test
    void aNameIsTakenOnceAtEachAgentAndMistakesAreToldAtOnce() throws Exception {
        add("shop");

        assertThat(admin.send("POST", "databases", form("shop")).statusCode()).isEqualTo(409);
        var crm = add("crm");
        assertThat(admin.send("PATCH", path(crm), "{\"name\":\"shop\"}").statusCode())
                .isEqualTo(409);
        var refused = admin.send(
                "POST", "databases", "{\"agent\":\"%s\",\"name\":\"\",\"port\":0}".formatted(caller.agent()));
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(refused.body()).get("field").asText()).isEqualTo("name, host, port, user");
        assertThat(admin.send(
                                "POST",
                                "databases",
                                form("x")
                                        .replace(
                                                caller.agent().toString(),
                                                UUID.randomUUID().toString()))
                        .statusCode())
                .isEqualTo(400);
        assertThat(admin.send("PATCH", "databases/" + UUID.randomUUID(), "{}").statusCode())
                .isEqualTo(404);
    }

    @Test
    void oneThatIsRemovedIsInNoPlanAndNoListAndItsPasswordIsGone() throws Exception {
        var added = add("shop");
        caller.beat();

        var dryRun = admin.send("DELETE", path(added) + "?dry_run=true", null);
        assertThat(dryRun.statusCode()).isEqualTo(200);
        assertThat(dryRun.body()).contains("pg-stat: ", "its stored password is deleted");
        assertThat(admin.send("DELETE", path(added) + "?dry_run=yes", null).statusCode())
                .isEqualTo(400);
        assertThat(row("shop")).isPresent();

        assertThat(admin.send("DELETE", path(added), null).statusCode()).isEqualTo(204);

        assertThat(caller.beat().toString()).contains("\"databases\":[]");
        assertThat(row("shop")).isEmpty();
        assertThat(ItDatabase.value(
                        "SELECT coalesce(password::text, 'none') FROM database_target WHERE id = '" + id(added) + "'"))
                .isEqualTo("none");
        assertThat(admin.send("DELETE", path(added), null).statusCode()).isEqualTo(404);
        assertThat(admin.send("GET", path(added), null).statusCode()).isEqualTo(404);
    }

    @Test
    void anAgentSaysWhatItMakesOfItsOwnAndOfNoOthers() throws Exception {
        var added = add("shop");
        var revision = caller.beat().at("/plan/databases/0/revision").asLong();
        var told = """
                {"databases":[{"id":"%s","revision":%d,"state":"own_settings","detail":"it is watched already"}]}""".formatted(id(added), revision);

        var other = Caller.of(deployed).registered();
        assertThat(other.send(
                                "PUT",
                                "agents/" + other.agent() + "/databases",
                                told.getBytes(StandardCharsets.UTF_8),
                                "Authorization",
                                other.asAgent())
                        .statusCode())
                .isEqualTo(204);
        assertThat(rowOf("shop").at("/settings/state").asText()).isEqualTo("waiting");
        assertThat(other.send(
                                "PUT",
                                "agents/" + caller.agent() + "/databases",
                                told.getBytes(StandardCharsets.UTF_8),
                                "Authorization",
                                other.asAgent())
                        .statusCode())
                .isEqualTo(403);
        assertThat(asAgent("PUT", "databases", told).statusCode()).isEqualTo(204);
        assertThat(rowOf("shop").at("/settings/state").asText()).isEqualTo("own_settings");
        assertThat(rowOf("shop").at("/settings/detail").asText()).isEqualTo("it is watched already");

        admin.read("PATCH", path(added), "{\"name\":\"other\"}");
        assertThat(rowOf("other").at("/settings/state").asText())
                .as("of the change nothing was said yet")
                .isEqualTo("waiting");
    }

    @Test
    void aTestGoesToItsAgentAndItsAnswerToWhoAsked() throws Exception {
        var asked = admin.send("POST", "databases/tests", form("whatever"));
        assertThat(asked.statusCode()).isEqualTo(202);
        var path = "databases/tests/" + id(JSON.readTree(asked.body()));
        assertThat(asked.headers().firstValue("Location").orElse("")).endsWith(path);
        assertThat(admin.read("GET", path, null).get("state").asText()).isEqualTo("waiting");

        var test = caller.beat().at("/tests/0");
        assertThat(test.at("/address/password").asText()).isEqualTo(secret);
        assertThat(admin.answers()).noneMatch(answer -> answer.contains(secret));
        assertThat(Caller.of(deployed).registered().beat().has("tests")).isFalse();
        admin.awaitState(path, "running");
        var outcome = """
                {"state":"trouble","detail":"","version":"18.1","states":[{"part":"rights","state":"no_rights",\
                "remedy":"run GRANT"}],"grants":"GRANT ...","milliseconds":42}""";
        assertThat(asAgent("PUT", "database-tests/" + UUID.randomUUID(), outcome)
                        .statusCode())
                .isEqualTo(404);
        assertThat(asAgent("PUT", "database-tests/" + id(test), outcome).statusCode())
                .isEqualTo(204);

        var answer = admin.read("GET", path, null);
        assertThat(answer.get("state").asText()).isEqualTo("trouble");
        assertThat(answer.get("over").asBoolean()).isTrue();
        assertThat(answer.at("/states/0/remedy").asText()).isEqualTo("run GRANT");
        assertThat(answer.get("version").asText()).isEqualTo("18.1");
        assertThat(ItDatabase.value(
                        "SELECT coalesce(password::text, 'none') FROM database_test WHERE id = '" + id(test) + "'"))
                .isEqualTo("none");
    }

    @Test
    void aTestOfOneThatIsWatchedTakesItsPasswordAndNobodyElsesAddress() throws Exception {
        var added = add("shop");

        assertThat(admin.send("POST", "databases/tests", "{\"id\":\"%s\",\"host\":\"evil\"}".formatted(id(added)))
                        .statusCode())
                .isEqualTo(400);
        assertThat(admin.send("POST", "databases/tests", "{\"id\":\"%s\",\"user\":\"watcher\"}".formatted(id(added)))
                        .statusCode())
                .isEqualTo(202);
        var address = caller.beat().at("/tests/0/address");
        assertThat(address.get("password").asText()).isEqualTo(secret);
        assertThat(address.get("user").asText()).isEqualTo("watcher");
        assertThat(admin.answers()).noneMatch(answer -> answer.contains(secret));
        for (int i = 0; i < 4; i++) {
            admin.send("POST", "databases/tests", form("whatever"));
        }
        assertThat(admin.send("POST", "databases/tests", form("whatever")).statusCode())
                .isEqualTo(429);
    }

    @Test
    void aPasswordWhoseKeyIsLostIsAStateAndItsAgentKeepsTheOneItHas() throws Exception {
        var added = add("shop");
        try (var database = ItDatabase.connect();
                var update = database.prepareStatement("UPDATE database_target SET key_id = 'lost',"
                        + " revision = nextval('database_target_revision') WHERE id = '" + id(added) + "'")) {
            assertThat(update.executeUpdate()).isEqualTo(1);
        }

        var view = admin.read("GET", path(added), null);
        assertThat(view.get("password").asText()).isEqualTo("key_missing");
        assertThat(view.get("state").asText()).isEqualTo("key_missing");
        assertThat(view.get("detail").asText()).contains("the key lost").contains("give the password again");
        assertThat(admin.send("POST", "databases/tests", "{\"id\":\"%s\"}".formatted(id(added)))
                        .statusCode())
                .isEqualTo(409);
        admin.read("PATCH", path(added), "{\"user\":\"watcher\"}"); // looks at the database at once
        var planned = caller.beat().at("/plan/databases/0");
        assertThat(planned.get("passwordUnknown").asBoolean()).isTrue();
        assertThat(planned.at("/address/password").isMissingNode()).isTrue();

        assertThat(admin.read("PATCH", path(added), "{\"password\":\"again\"}")
                        .get("password")
                        .asText())
                .isEqualTo("set");
        assertThat(caller.beat().at("/plan/databases/0/address/password").asText())
                .isEqualTo("again");
    }

    @Test
    void whatIsStoredForOneDatabaseOpensForNoOther() throws Exception {
        var shop = add("shop");
        var crm = admin.read("POST", "databases", form("crm").replace(secret, "of-crm"));
        try (var database = ItDatabase.connect();
                var update = database.prepareStatement("UPDATE database_target SET password = (SELECT password FROM"
                        + " database_target WHERE id = '" + id(shop) + "') WHERE id = '" + id(crm) + "'")) {
            assertThat(update.executeUpdate()).isEqualTo(1);
        }

        assertThat(admin.read("GET", path(crm), null).get("state").asText()).isEqualTo("damaged");
    }

    @Test
    void onlyAdminsMayAndOnlyFromOurOwnPages() throws Exception {
        var body = form("shop").getBytes(StandardCharsets.UTF_8);

        assertThat(caller.send("POST", "databases", body).statusCode()).isEqualTo(401);
        assertThat(caller.send("POST", "databases", body, "Authorization", caller.asAgent())
                        .statusCode())
                .isEqualTo(403);
        assertThat(caller.send(
                                "POST",
                                "databases",
                                body,
                                "Authorization",
                                Caller.asAdmin(),
                                "Origin",
                                "https://evil.example",
                                "Sec-Fetch-Site",
                                "cross-site")
                        .statusCode())
                .isEqualTo(403);
        assertThat(row("shop")).isEmpty();
    }

    private JsonNode add(String name) throws Exception {
        return admin.read("POST", "databases", form(name));
    }

    private String form(String name) {
        return """
                {"agent":"%s","name":"%s","host":"db1","database":"shop","user":"pulsefleet","password":"%s",\
                "ssl_mode":"require","log_files":"/var/log/postgresql/*.log"}""".formatted(caller.agent(), name, secret);
    }

    private static String id(JsonNode view) {
        return view.get("id").asText();
    }

    private static String path(JsonNode view) {
        return "databases/" + id(view);
    }

    private JsonNode rowOf(String target) throws Exception {
        return row(target).orElseThrow(() -> new AssertionError("no row of " + target));
    }

    private Optional<JsonNode> row(String target) throws Exception {
        for (var row : admin.read("GET", "databases", null).get("databases")) {
            if (row.get("agent").asText().equals(caller.agent().toString())
                    && row.get("target").asText().equals(target)) {
                return Optional.of(row);
            }
        }
        return Optional.empty();
    }

    private HttpResponse<String> asAgent(String method, String below, String body) throws Exception {
        return caller.send(
                method,
                "agents/" + caller.agent() + "/" + below,
                body.getBytes(StandardCharsets.UTF_8),
                "Authorization",
                caller.asAgent());
    }
}
