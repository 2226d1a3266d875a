package io.pulsefleet.hub.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pulsefleet.hub.Admin;
import io.pulsefleet.hub.Caller;
import io.pulsefleet.hub.HubArchive;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two people change the same thing: the second hears of the first (SP-13). */
@ArquillianTest
class SeenIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Deployment(testable = false)
    static WebArchive hub() {
        return HubArchive.packaged();
    }

    @ArquillianResource
    URI deployed;

    private final String unique = UUID.randomUUID().toString().substring(0, 8);
    private Admin admin;
    private Caller caller;

    @BeforeEach
    void anAgent() throws Exception {
        admin = Admin.of(deployed);
        caller = Caller.of(deployed).registered();
    }

    @Test
    void aUser() throws Exception {
        admin.read("POST", "users", """
                {"name":"ann-%s","role":"viewer","password":"a secret of twelve or more"}""".formatted(unique));
        secondIsRefused("users/ann-" + unique, "PATCH", "{\"display_name\":\"Ann\"}", "{\"display_name\":\"Anna\"}");
    }

    @Test
    void aMonitor() throws Exception {
        var monitor = admin.read("POST", "uptime/monitors", """
                {"name":"mon-%s","kind":"tcp","check":{"host":"a.example","port":1}}""".formatted(unique));
        secondIsRefused("uptime/monitors/" + monitor.get("id"), "PATCH", "{\"retries\":2}", "{\"retries\":3}");
    }

    @Test
    void aMaintenanceWindow() throws Exception {
        var form = """
                {"name":"win-%s","starts":"2026-11-22T02:00","time_zone":"UTC","minutes":%%d}""".formatted(unique);
        var window = admin.read("POST", "uptime/maintenance", form.formatted(10));
        secondIsRefused("uptime/maintenance/" + window.get("id"), "PUT", form.formatted(20), form.formatted(30));
    }

    /** Of a region, a datacenter and a schedule: who adds one does not change that of another, nor who changes one add it. */
    @Test
    void whatIsPutByItsName() throws Exception {
        for (var kind : List.of("regions", "datacenters", "schedules")) {
            var path = "uptime/" + kind + "/put-" + unique;
            var form = kind.equals("schedules") ? "{\"every_seconds\":30,\"timeout_ms\":%d00}" : "{\"name\":\"%d\"}";
            assertThat(send("PUT", path, form.formatted(1), "If-None-Match", "*")
                            .statusCode())
                    .isEqualTo(200);
            secondIsRefused(path, "PUT", form.formatted(2), form.formatted(3));

            var there = send("GET", path, null);
            var second = send("PUT", path, form.formatted(4), "If-None-Match", "*");
            assertThat(second.statusCode()).isEqualTo(412);
            assertThat(second.body()).contains("There is one of that name already.");
            assertThat(send("GET", path, null).body()).isEqualTo(there.body());
            assertThat(send("DELETE", path, null).statusCode()).isEqualTo(204);
            var late = send("PUT", path, form.formatted(5), "If-Match", tag(there));
            assertThat(late.statusCode()).isEqualTo(412);
            assertThat(late.body()).contains("somebody removed it");
            assertThat(send("GET", path, null).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void aDatabase() throws Exception {
        var database = admin.read("POST", "databases", """
                {"agent":"%s","name":"db-%s","host":"db1","database":"shop","user":"watch"}""".formatted(caller.agent(), unique));
        secondIsRefused(
                "databases/" + database.get("id").asText(), "PATCH", "{\"user\":\"eve\"}", "{\"user\":\"eva\"}");
    }

    @Test
    void aBatchServer() throws Exception {
        admin.read("POST", "batch-servers", """
                {"name":"srv-%s","url":"https://batch.example:9443","user":"op","password":"secret"}""".formatted(unique));
        secondIsRefused("batch-servers/srv-" + unique, "PATCH", "{\"group\":\"web\"}", "{\"group\":\"db\"}");
    }

    @Test
    void theMarksOfAHost() throws Exception {
        secondIsRefused(
                "agents/" + caller.agent(), "PATCH", "{\"tags\":{\"b\":\"1\",\"a\":\"2\"}}", "{\"group\":\"web\"}");
        assertThat(admin.send("PATCH", "agents/" + caller.agent(), "{\"tags\":{}}")
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void theRetention() throws Exception {
        var before = "{\"policies\":" + admin.get("retention").get("policies") + "}";
        secondIsRefused("retention", "PUT", withRaw(before, 11), withRaw(before, 12));
        admin.read("PUT", "retention", before);
    }

    private static String withRaw(String policies, int days) throws Exception {
        var form = JSON.readTree(policies);
        for (var policy : (Iterable<JsonNode>) form.get("policies")::elements) {
            if (policy.get("kind").asText().equals("raw")
                    && policy.get("group").asText().equals("*")) {
                ((ObjectNode) policy).put("keepDays", days);
            }
        }
        return form.toString();
    }

    /** Whoever names no version, or that of now, is the second no more. */
    private void secondIsRefused(String path, String method, String first, String second) throws Exception {
        var seen = tag(send("GET", path, null));
        assertThat(tag(send("GET", path, null))).isEqualTo(seen);

        var done = send(method, path, first, "If-Match", seen);
        assertThat(done.statusCode()).as(done.body()).isBetween(200, 299);
        var refused = send(method, path, second, "If-Match", seen);
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(412);
        assertThat(JSON.readTree(refused.body()).get("detail").asText())
                .startsWith("Somebody else changed it meanwhile");
        assertThat(tag(refused)).isNotEqualTo(seen).isEqualTo(tag(done));
        assertThat(tag(send("GET", path, null))).isEqualTo(tag(done)); // nothing was changed

        assertThat(send(method, path, second, "If-Match", tag(refused)).statusCode())
                .isBetween(200, 299);
        assertThat(send(method, path, first).statusCode()).isBetween(200, 299);
    }

    private HttpResponse<String> send(String method, String path, String body, String... headers) throws Exception {
        return caller.send(
                method,
                path,
                body == null ? null : body.getBytes(StandardCharsets.UTF_8),
                Stream.concat(Stream.of("Authorization", Caller.asAdmin()), Stream.of(headers))
                        .toArray(String[]::new));
    }

    private static String tag(HttpResponse<?> answer) {
        return answer.headers().firstValue("ETag").orElseThrow();
    }
}
