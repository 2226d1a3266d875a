package io.pulsefleet.hub.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.pulsefleet.hub.Admin;
import io.pulsefleet.hub.Caller;
import io.pulsefleet.hub.HubArchive;
import io.pulsefleet.hub.ItDatabase;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** All that is configured at the hub as one document: exported, compared, applied (UO-05, SP-08). */
@ArquillianTest
class ConfigurationIT {

    private static final int MOST_DASHBOARDS = 500;
    private static final ObjectMapper JSON = new ObjectMapper();

    @Deployment(testable = false)
    static WebArchive hub() {
        return HubArchive.packaged();
    }

    @ArquillianResource
    URI deployed;

    private final String word = UUID.randomUUID().toString().substring(0, 8);
    private Admin admin;
    private Caller agent;
    private String document;

    @BeforeEach
    void anAgentThatHasToldItsSettings() throws Exception {
        admin = Admin.of(deployed);
        agent = Caller.of(deployed).registered();
        var answer = agent.beat();
        while (!answer.has("settings")) { // the hub has not looked yet
            answer = agent.beat();
        }
        var known = "{\"hash\":\"%s\",\"state\":\"IN_FORCE\",\"detail\":\"\",\"waiting\":[],\"own\":[],\"known\":[%s]}"
                .formatted(answer.get("settings").asText(), """
                        {"name":"pulse.docker.every","about":"How often.","byDefault":"10s","kind":"DURATION","place":"AT_ONCE"}""");
        assertThat(agent.send(
                                "PUT",
                                "agents/" + agent.agent() + "/settings",
                                known.getBytes(StandardCharsets.UTF_8),
                                "Authorization",
                                agent.asAgent())
                        .statusCode())
                .isEqualTo(204);
        document = """
                hosts:
                  - host: %1$s
                    group: g-%2$s
                    tags: {env: '8080'}
                settings:
                  group/g-%2$s:
                    docker.every: 30s
                databases:
                  - agent: %1$s
                    name: shop
                    host: db.example
                    user: pulse
                uptime:
                  datacenters:
                    - id: d-%2$s
                      name: New
                  monitors:
                    - name: m %2$s
                      kind: tcp
                      check: {host: h, port: 22}
                """.formatted(agent.agent(), word);
    }

    @Test
    void whatIsExportedChangesNothing() throws Exception {
        var changes = """
                [{"what":"host","name":"%1$s","change":"changed","fields":["group","tags"]},\
                {"what":"settings","name":"group/g-%2$s","change":"added","fields":["pulse.docker.every"]},\
                {"what":"database","name":"shop","change":"added","fields":[]},\
                {"what":"datacenter","name":"d-%2$s","change":"added","fields":[]},\
                {"what":"monitor","name":"m %2$s","change":"added","fields":[]}]""".formatted(agent.agent(), word);
        var dry = put("?dry_run=true", document);
        assertThat(dry.get("applied").asBoolean()).isFalse();
        assertThat(dry.get("changes").toString()).isEqualTo(changes);
        assertThat(export()).doesNotContain("g-" + word);

        assertThat(put("", document).toString()).isEqualTo("{\"applied\":true,\"changes\":" + changes + "}");

        assertThat(put("", document).get("changes")).isEmpty();
        assertThat(put("?prune=true", export()).get("changes").toString()).isEqualTo("[]");
        assertThat(admin.send(
                                "PUT",
                                "configuration?prune=true",
                                admin.send("GET", "configuration?format=json", null)
                                        .body())
                        .body())
                .isEqualTo("{\"applied\":true,\"changes\":[]}");
    }

    @Test
    void eachMistakeIsNamedWithItsLineAndNothingIsDone() throws Exception {
        var refused = put(
                "",
                document.replace("30s\n", "30s\n    docker.evry: 1s\n")
                                .replace("port: 22", "prt: 22")
                                .replace("    user: pulse\n", "    user: pulse\n    pasword: x\n")
                                .replace("host: " + agent.agent(), "host: nowhere-" + word)
                                .replace("    name: shop", "    name: Shop")
                        + "alerts: []\n");

        assertThat(refused.get("status").asInt()).isEqualTo(400);
        assertThat(refused.get("detail").asText())
                .contains(
                        "line 2: hosts[0].host: there is no host 'nowhere-" + word + "'",
                        "line 8: settings.group/g-" + word + ".docker.evry: ",
                        "[0].name: must be 1 to 40 lower-case letters",
                        "[0].pasword: there is no such field; there are [agent, name, type,",
                        "monitors[0].check",
                        "line 23: alerts: there is no such section; there are [hosts, settings, databases, uptime, dashboards, views, retention]");
        assertThat(export()).doesNotContain("g-" + word, "d-" + word, "m " + word);
    }

    @Test
    void aPasswordIsNamedAndNeitherToldNorLost() throws Exception {
        put("", document);
        var database = ItDatabase.value("SELECT id FROM database_target WHERE agent = '" + agent.agent() + "'");
        admin.read("PATCH", "databases/" + database, "{\"password\":\"very secret\"}");

        var exported = export();
        assertThat(exported).contains("password: set").doesNotContain("very secret");
        assertThat(put("", exported).get("changes")).isEmpty();
        assertThat(put("", exported.replace("password: set", "password: secret"))
                        .get("detail")
                        .asText())
                .contains("password: must be set or none: a document holds no secrets");
        assertThat(put("", exported.replace("host: db.example", "host: elsewhere.example"))
                        .get("detail")
                        .asText())
                .contains("password: would go to another host or port");
        assertThat(admin.get("databases/" + database).get("password").asText()).isEqualTo("set");
    }

    @Test
    void viewsForAllAreInItAndWhatPeopleKeepForThemselvesIsNot() throws Exception {
        var mine = admin.read("POST", "views", "{\"name\":\"mine %s\",\"address\":\"/jobs\"}".formatted(word));
        assertThat(mine.get("shared").asBoolean()).isFalse();
        var views = "views:\n  - {name: all %1$s, address: '/jobs?state=FAILED'}\n".formatted(word);

        assertThat(put("", views).get("changes").toString())
                .isEqualTo(
                        "[{\"what\":\"view\",\"name\":\"all %s\",\"change\":\"added\",\"fields\":[]}]".formatted(word));
        assertThat(export()).contains("name: all " + word).doesNotContain("mine " + word);
        assertThat(put("", views.replace("FAILED", "STARTED")).get("changes").toString())
                .contains("\"change\":\"changed\",\"fields\":[\"address\"]");
        assertThat(put("?prune=true", export()).get("changes").toString()).isEqualTo("[]");
        assertThat(put("", "views:\n  - {name: x, address: 'https://elsewhere.example/'}\n")
                        .get("detail")
                        .asText())
                .startsWith("line 2: views[0].address: must be of the pages");

        put("?prune=true", "views: []\n");
        assertThat(export()).doesNotContain("name: all " + word);
        assertThat(admin.get("views").toString()).contains("mine " + word);
    }

    @Test
    void whatIsOfAnotherKindIsAMistakeAndNoFailure() throws Exception {
        for (var section : List.of("hosts", "settings", "databases", "uptime", "dashboards", "views", "retention")) {
            for (var odd : List.of(
                    "1",
                    "x",
                    "true",
                    "1.5",
                    "[1]",
                    "[null]",
                    "[[]]",
                    "{a: 1}",
                    "{a: {b: [c]}}",
                    "[{a: 1}]",
                    "[{name: [1]}]",
                    "[{name: 1, host: {}}]",
                    "{monitors: 1}",
                    "{monitors: [1]}",
                    "{global: [1]}",
                    "{global: {docker.every: {}}}",
                    "{host/: {}}",
                    "{group/: {a: b}}")) {
                var refused = put("?dry_run=true&prune=true", section + ": " + odd + "\n");
                assertThat(refused.path("status").asInt())
                        .as(section + ": " + odd + " " + refused)
                        .isEqualTo(400);
            }
        }
    }

    /** They are stored by themselves, and last. */
    @Test
    void retentionStaysWhereSomethingElseFailsInTheLastMoment() throws Exception {
        var before = JSON.readTree(
                admin.send("GET", "configuration?format=json", null).body());
        var many = new StringBuilder("dashboards:\n");
        for (int i = before.get("dashboards").size(); i < MOST_DASHBOARDS; i++) {
            many.append(dashboard(i));
        }
        assertThat(put("", many.toString()).path("applied").asBoolean()).isTrue();
        try {
            var retention = (ArrayNode) before.get("retention").deepCopy();
            retention.addObject().put("group", "g-" + word).put("kind", "raw").put("keepDays", 7);
            var refused = put("", "retention: %s\ndashboards:\n%s".formatted(retention, dashboard(MOST_DASHBOARDS)));

            assertThat(refused.path("status").asInt()).as(refused.toString()).isEqualTo(409);
            assertThat(export()).doesNotContain("g-" + word);
        } finally {
            put("", "retention: %s\n".formatted(before.get("retention")));
            put("?prune=true", "dashboards: %s\n".formatted(before.get("dashboards")));
        }
    }

    private String dashboard(int number) {
        return "  - {title: %s %d, charts: [{metric: system.cpu.utilization, of: ['group:web']}]}\n"
                .formatted(word, number);
    }

    private String export() throws Exception {
        var answer = admin.send("GET", "configuration", null);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/yaml");
        return answer.body();
    }

    private JsonNode put(String query, String yaml) throws Exception {
        var answer = agent.send(
                "PUT",
                "configuration" + query,
                yaml.getBytes(StandardCharsets.UTF_8),
                "Authorization",
                Caller.asAdmin(),
                "Content-Type",
                "application/yaml",
                "Accept",
                "application/json");
        assertThat(answer.statusCode()).as(answer.body()).isLessThan(500);
        return JSON.readTree(answer.body());
    }
}
