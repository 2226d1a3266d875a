package io.pulsefleet.hub.settings;

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
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Settings in layers, from the one who says them to the agents that acknowledge them (SP-08). */
@ArquillianTest
class FleetSettingsIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KNOWN = """
            [{"name":"pulse.docker.every","about":"How often.","byDefault":"10s","kind":"DURATION","place":"AT_ONCE"},
            {"name":"pulse.spool.limit","about":"Bytes.","byDefault":"1GB","kind":"SIZE","place":"AT_RESTART"},
            {"name":"pulse.hub.url","about":"Where.","byDefault":"","kind":"OWN","place":"HOST"},
            {"name":"pulse.push.token","about":"Who.","byDefault":"","kind":"TEXT","place":"SECRET"}]""";

    @Deployment(testable = false)
    static WebArchive hub() {
        return HubArchive.packaged();
    }

    @ArquillianResource
    URI deployed;

    private final String group = "g-" + UUID.randomUUID();
    private final List<Caller> agents = new ArrayList<>();
    private Admin admin;
    private String none;

    @BeforeEach
    void threeAgentsOfAGroup() throws Exception {
        admin = Admin.of(deployed);
        Caller.of(deployed).registered(); // the database is there
        ItDatabase.value("WITH a AS (DELETE FROM fleet_settings_rollout), b AS (DELETE FROM fleet_settings_agent),"
                + " c AS (DELETE FROM fleet_settings_version) SELECT 'empty'");
        for (int i = 0; i < 3; i++) {
            agents.add(Caller.of(deployed).registered());
        }
        for (var agent : agents) {
            admin.send("PATCH", "agents/" + agent.agent(), "{\"group\":\"" + group + "\"}");
            var answer = agent.beat();
            while (!answer.has("settings")) { // the hub has not looked yet
                answer = agent.beat();
            }
            none = answer.get("settings").asText();
            tell(agent, none, "IN_FORCE", "[\"pulse.hub.url\"]", KNOWN);
        }
    }

    @Test
    void aDryRunChangesNothingAndNamesWhoWouldChange() throws Exception {
        var outlook = read(put("0", "{\"docker.every\":\"30s\",\"pulse.spool.limit\":\"2GB\"}", "?dryRun=true"));

        assertThat(outlook.get("version").asInt()).isZero();
        assertThat(outlook.get("agents")).hasSize(3);
        assertThat(outlook.at("/agents/0/restart").asBoolean()).isTrue();
        assertThat(outlook.at("/agents/0/changes").toString()).isEqualTo("""
                [{"name":"pulse.docker.every","to":"30s","effect":"at_once"},\
                {"name":"pulse.spool.limit","to":"2GB","effect":"restart"}]""");
        assertThat(admin.get(layer()).get("version").asInt()).isZero();
        assertThat(agents.get(0).beat().get("settings").asText()).isEqualTo(none);
    }

    @Test
    void whatCannotComeFromTheHubIsRefusedAllAtOnce() throws Exception {
        var refused = put(
                "0",
                "{\"hub.url\":\"http://evil\",\"push.token\":\"x\",\"spool.limit\":\"much\",\"dokker.every\":\"1s\"}",
                "");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(refused.body()).get("field").asText())
                .isEqualTo("dokker.every, hub.url, push.token, spool.limit");
        assertThat(refused.body()).contains("the host's own", "POST /api/v1/databases", "cannot read 'much'");
        assertThat(admin.send("PUT", layer(), "{\"settings\":{},\"reason\":\"x\"}")
                        .statusCode())
                .isEqualTo(428);
    }

    @Test
    void itGoesFromOneToAllAndEachAcknowledgesByItsHash() throws Exception {
        read(put("0", "{\"docker.every\":\"30s\"}", ""));

        var first = awaitReleased(1).get(0);
        var document = read(first.send(
                "GET", "agents/" + first.agent() + "/settings/document", null, "Authorization", first.asAgent()));
        assertThat(document.toString()).isEqualTo("{\"attempt\":0,\"values\":{\"pulse.docker.every\":\"30s\"}}");
        var hash = first.beat().get("settings").asText();
        assertThat(stateOf(first)).isEqualTo("waiting");
        tell(first, hash, "ON_TRIAL", "[]", null);
        assertThat(stateOf(first)).isEqualTo("on_trial");
        assertThat(released()).hasSize(1);

        tell(first, hash, "IN_FORCE", "[]", null);
        var two = awaitReleased(2);
        two.remove(first);
        tell(two.get(0), hash, "IN_FORCE", "[]", null);
        for (var agent : awaitReleased(3)) {
            tell(agent, hash, "IN_FORCE", "[]", null);
        }
        awaitRollout("done");
        assertThat(admin.get("fleet-settings").at("/rollout/acknowledged").asInt())
                .isEqualTo(3);
        var effective = admin.get("agents/" + first.agent() + "/settings").get("settings");
        assertThat(effective.get(0).toString()).isEqualTo("""
                {"name":"pulse.docker.every","value":"30s","layer":"group/%s","byDefault":"10s","about":"How often.",\
                "place":"AT_ONCE"}""".formatted(group));
    }

    @Test
    void oneThatTakesItBackHaltsItAndARevertGoesBack() throws Exception {
        read(put("0", "{\"docker.every\":\"30s\"}", ""));
        var first = awaitReleased(1).get(0);
        var hash = first.beat().get("settings").asText();
        tell(first, hash, "ROLLED_BACK", "[]", null);

        awaitRollout("halted");
        assertThat(released()).as("the others never heard of it").hasSize(1);
        var overview = admin.get("fleet-settings");
        assertThat(overview.at("/rollout/failures/0/state").asText()).isEqualTo("rolled_back");
        assertThat(admin.get(layer()).get("failing").asInt()).isEqualTo(1);

        assertThat(admin.send("POST", "agents/" + first.agent() + "/settings/retry", null)
                        .statusCode())
                .isEqualTo(204);
        assertThat(first.beat().get("settings").asText()).as("another attempt").isNotIn(hash, none);

        read(admin.send("POST", layer() + "/revert", "{\"version\":0}"));
        awaitRollout("running");
        assertThat(admin.get(layer() + "/versions").at("/versions/0/reason").asText())
                .isEqualTo("back to version 0");
        assertThat(admin.get(layer() + "/diff?from=1&to=2").get("changes").toString())
                .isEqualTo("[{\"name\":\"pulse.docker.every\",\"from\":\"30s\"}]");
    }

    @Test
    void whoLookedAtAnOlderVersionIsToldTheDifference() throws Exception {
        read(put("0", "{\"docker.every\":\"30s\"}", "?waves=false"));

        var late = put("0", "{\"docker.every\":\"60s\"}", "");

        assertThat(late.statusCode()).isEqualTo(412);
        assertThat(late.body()).contains("Since version 0: pulse.docker.every: not set -> 30s", "If-Match: 1");
        assertThat(read(put("\"1\"", "{\"docker.every\":\"60s\"}", "?waves=false"))
                        .get("version")
                        .asInt())
                .isEqualTo(2);
    }

    private String layer() {
        return "fleet-settings/group/" + group;
    }

    private HttpResponse<String> put(String version, String settings, String query) throws Exception {
        return agents.get(0)
                .send(
                        "PUT",
                        layer() + query,
                        ("{\"settings\":" + settings + ",\"reason\":\"a test\"}").getBytes(StandardCharsets.UTF_8),
                        "Authorization",
                        Caller.asAdmin(),
                        "If-Match",
                        version);
    }

    private static JsonNode read(HttpResponse<String> answer) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static void tell(Caller agent, String hash, String state, String own, String known) throws Exception {
        var body = "{\"hash\":\"%s\",\"state\":\"%s\",\"detail\":\"\",\"waiting\":[],\"own\":%s%s}"
                .formatted(hash, state, own, known == null ? "" : ",\"known\":" + known);
        var answer = agent.send(
                "PUT",
                "agents/" + agent.agent() + "/settings",
                body.getBytes(StandardCharsets.UTF_8),
                "Authorization",
                agent.asAgent());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
    }

    private List<Caller> released() throws Exception {
        var released = new ArrayList<Caller>();
        for (var agent : agents) {
            if (!agent.beat().get("settings").asText().equals(none)) {
                released.add(agent);
            }
        }
        return released;
    }

    private List<Caller> awaitReleased(int count) throws Exception {
        var released = released();
        while (released.size() < count) {
            released = released();
        }
        assertThat(released).hasSize(count);
        return released;
    }

    private void awaitRollout(String state) throws Exception {
        while (!admin.get("fleet-settings").at("/rollout/state").asText().equals(state)) {
            Thread.onSpinWait();
        }
    }

    private String stateOf(Caller agent) throws Exception {
        return admin.get("agents/" + agent.agent() + "/settings").get("state").asText();
    }
}
