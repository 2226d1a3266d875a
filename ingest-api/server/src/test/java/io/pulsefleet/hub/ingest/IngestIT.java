package io.pulsefleet.hub.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.Zstd;
import io.pulsefleet.hub.Caller;
import io.pulsefleet.hub.HubArchive;
import io.pulsefleet.hub.ItDatabase;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What senders that are not ours send with an API key (PA-07, PA-08, PG-08, PG-11). */
@ArquillianTest
class IngestIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Deployment(testable = false)
    static WebArchive hub() {
        return HubArchive.packaged();
    }

    @ArquillianResource
    URI deployed;

    private final String site = UUID.randomUUID().toString();
    private final Instant noon = Instant.now().truncatedTo(ChronoUnit.HOURS);
    private Caller caller;

    @BeforeEach
    void theHubIsReady() throws Exception {
        caller = Caller.of(deployed).registered();
    }

    @Test
    void aKeyIsShownOnceHoldsForWhatItWasMadeForAndIsOfNoUseOnceItIsRemoved() throws Exception {
        var made = makeKey("{\"name\":\"%s\",\"sends\":[\"pulse\"]}".formatted(site));
        var key = made.get("key").asText();
        assertThat(key).startsWith("pulse_").hasSizeGreaterThan(40);
        assertThat(rowOf(site).toString()).doesNotContain(key).contains("\"sends\":[\"pulse\"]");
        assertThat(rowOf(site).has("lastUsedAt")).isFalse();

        assertThat(send("pulse", payload(0), "Authorization", "Bearer " + key).statusCode())
                .isEqualTo(201);
        assertThat(send("pulse", payload(1), "X-API-Key", key).statusCode()).isEqualTo(201);
        assertThat(send("postgres", "{}", "X-API-Key", key).statusCode()).isEqualTo(403);
        assertThat(caller.send("GET", "api-keys", null, "X-API-Key", key).statusCode())
                .isEqualTo(403);
        assertThat(rowOf(site).has("lastUsedAt")).isTrue();

        var path = "api-keys/" + made.get("id").asText();
        assertThat(caller.send("DELETE", path, null, "Authorization", Caller.asAdmin())
                        .statusCode())
                .isEqualTo(204);
        assertThat(send("pulse", payload(2), "X-API-Key", key).statusCode()).isEqualTo(401);
        assertThat(caller.send("DELETE", path, null, "Authorization", Caller.asAdmin())
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void aKeyThatHasExpiredIsNoKey() throws Exception {
        var made = makeKey("{\"name\":\"%s\",\"sends\":[\"pulse\"],\"expiresAt\":\"%s\"}"
                .formatted(site, Instant.now().plus(1, ChronoUnit.DAYS)));
        var key = made.get("key").asText();
        assertThat(send("pulse", payload(0), "X-API-Key", key).statusCode()).isEqualTo(201);

        try (var database = ItDatabase.connect();
                var update = database.prepareStatement("UPDATE api_keys SET expires_at = now() WHERE name = ?")) {
            update.setString(1, site);
            assertThat(update.executeUpdate()).isEqualTo(1);
        }

        assertThat(send("pulse", payload(0), "X-API-Key", key).statusCode()).isEqualTo(401);
        assertThat(rowOf(site).get("expired").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"sends":["pulse"]}                                             | name
            {"name":"","sends":["pulse"]}                                   | name
            {"name":"n"}                                                    | sends
            {"name":"n","sends":[]}                                         | sends
            {"name":"n","sends":["weather"]}                                | sends
            {"name":"n","sends":["pulse"],"expiresAt":"2020-01-01T00:00:00Z"} | expiresAt
            """)
    void aKeyThatCannotBeIsRefusedByField(String wanted, String field) throws Exception {
        var answer = caller.send("POST", "api-keys", bytes(wanted), "Authorization", Caller.asAdmin());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(answer.body()).get("field").asText()).isEqualTo(field);
    }

    @Test
    void aPayloadMakesItsSenderOneOfTheFleetWithChartsOfItsNumbers() throws Exception {
        var key = newKey();

        var answer = send("pulse", payload(0), "X-API-Key", key);

        assertThat(answer.statusCode()).isEqualTo(201);
        var agent = agentNamed("acme/" + site);
        assertThat(agent.get("kind").asText()).isEqualTo("pulse");
        assertThat(agent.get("apiKey").asText()).isEqualTo(site);
        assertThat(agent.get("state").asText()).isEqualTo("online");
        assertThat(agent.get("cpus").asInt()).isEqualTo(4);
        assertThat(agent.get("memoryBytes").asLong()).isEqualTo(8_000);
        assertThat(agent.get("os").asText()).isEqualTo("Debian 12");
        var id = agent.get("id").asText();
        assertThat(valueOf(id, "pulsefleet.query.value", "orders")).isEqualTo(100);
        assertThat(valueOf(id, "pulsefleet.query.value", "is open")).isEqualTo(1);
        assertThat(valuesOf(id, "system.memory.utilization")).containsExactly(0.75);
        assertThat(valuesOf(id, "system.cpu.load_average")).containsExactly(0.3);
        assertThat(valuesOf(id, "system.filesystem.utilization")).containsExactly(0.5);
        assertThat(valueOf(id, "pulsefleet.sender.value", "docker.summary.running_containers"))
                .isEqualTo(3);
    }

    @Test
    void aPayloadThatComesAgainIsStoredOnceAndTheLaterOneStands() throws Exception {
        var key = newKey();
        assertThat(send("pulse", payload(0), "X-API-Key", key).statusCode()).isEqualTo(201);
        assertThat(send("pulse", payload(0), "X-API-Key", key).statusCode()).isEqualTo(200);
        var agent = agentNamed("acme/" + site);
        assertThat(stored()).containsExactly("100");

        var later = payload(0).replace("\"orders\": 100", "\"orders\": 117");
        assertThat(send("pulse", later, "X-API-Key", key).statusCode()).isEqualTo(201);
        assertThat(stored()).containsExactly("117");
        assertThat(valueOf(agent.get("id").asText(), "pulsefleet.query.value", "orders"))
                .isEqualTo(117);

        var longer = later.replace(end(0), noon.plusSeconds(60).toString());
        assertThat(send("pulse", longer, "X-API-Key", key).statusCode()).isEqualTo(201);
        assertThat(send("pulse", longer, "X-API-Key", key).statusCode()).isEqualTo(200);
        assertThat(stored()).containsExactly("117");
    }

    @Test
    void aWindowThatFailedIsATroubleOfItsSender() throws Exception {
        var key = newKey();
        send("pulse", payload(0).replace("success", "failure"), "X-API-Key", key);

        var agent = agentNamed("acme/" + site);
        assertThat(agent.get("state").asText()).isEqualTo("error");
        assertThat(agent.get("troubles").toString()).contains("its last window failed (failure)");
        assertThat(valuesOf(agent.get("id").asText(), "pulsefleet.collector.up"))
                .containsExactly(0.0);
    }

    @Test
    void windowsAreListedWithTheirGaps() throws Exception {
        var key = newKey();
        for (var window : new int[] {1, 0, 4, 3}) {
            send("pulse", payload(window), "X-API-Key", key);
        }

        var windows = get("windows?agent=" + encoded("acme/" + site)).get("windows");

        var told = new ArrayList<String>();
        windows.forEach(window -> told.add("%s %s %s"
                .formatted(window.get("batchIndex"), window.get("follows").asText(), window.get("apartSeconds"))));
        assertThat(told).containsExactly("0 on 0.0", "1 gap 3600.0", "3 on 0.0", "4 first 0.0");
        assertThat(windows.get(0).get("values").toString())
                .isEqualTo("{\"is open\":true,\"newest\":\"2026-11-21\",\"orders\":100}");
        assertThat(windows.get(0).get("target").asText()).isEqualTo("shop");
        assertThat(get("windows?agent=" + encoded("acme/" + site) + "&target=other")
                        .get("windows"))
                .isEmpty();
        assertThat(caller.send("GET", "windows?agent=nobody", null, "Authorization", Caller.asAdmin())
                        .statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "client_id": "acme",          | ``                    | client_id
            "batch_index": 0,             | ``                    | batch_index
            "batch_index": 0              | "batch_index": "one"  | batch_index
            "uuid": "                     | "uuid": "x            | uuid
            "stats"                       | "statistics"          | stats
            "status": "success",          | ``                    | stats.status
            "start_time": "               | "start_time": "x      | stats.start_time
            "end_time": "2                | "end_time": "1        | stats.end_time
            {"target": "shop"}            | 7                     | additional
            """)
    void whatIsMissingInAPayloadIsNamed(String here, String instead, String field) throws Exception {
        var body = payload(0);
        assertThat(body).contains(here);

        var answer = send("pulse", body.replace(here, instead == null ? "" : instead), "X-API-Key", newKey());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(answer.body()).get("field").asText()).isEqualTo(field);
    }

    @Test
    void messagesAboutAServerBecomeDocumentsAndChartsOfItsProject() throws Exception {
        var key = newKey();
        var at = noon.toString();
        for (var message : new String[] {
            "{\"sessions\":[{\"pid\":7,\"application_name\":\"web:r-1\"}],\"count\":1,\"with_correlation\":0}",
            "{\"statements\":[{\"queryid\":12,\"query\":\"SELECT 1\",\"calls\":3}],\"count\":1}",
            "{\"locks\":[],\"count\":0,\"has_blocking\":false}",
            "{\"entries\":[{\"level\":\"ERROR\",\"message\":\"no\"}],\"count\":1,\"levels\":{\"ERROR\":1}}",
            "{\"type\":\"system\",\"cpu_percent\":25,\"memory\":{\"total_bytes\":100,\"used_bytes\":40},\"disk_io\":{\"read_bytes\":7}}"
        }) {
            var body = "{\"project_id\":\"%s\",\"timestamp\":\"%s\",%s".formatted(site, at, message.substring(1));
            assertThat(send("postgres", body, "Authorization", "Bearer " + key).statusCode())
                    .as(message)
                    .isEqualTo(201);
            assertThat(send("postgres", body, "Authorization", "Bearer " + key).statusCode())
                    .as("again")
                    .isEqualTo(201);
        }

        var agent = agentNamed(site);
        assertThat(agent.get("kind").asText()).isEqualTo("postgres");
        assertThat(query("SELECT what FROM (SELECT agent, kind AS what FROM document"
                        + " UNION ALL SELECT agent, 'sample of ' || kind FROM pg_sample"
                        + " UNION ALL SELECT agent, 'session' FROM pg_session"
                        + " UNION ALL SELECT agent, 'statement' FROM pg_statement"
                        + " UNION ALL SELECT agent, 'log entry' FROM pg_log_entry) kept"
                        + " JOIN agents a ON a.number = kept.agent WHERE hostname = ? ORDER BY 1"))
                .as("each once")
                .containsExactly(
                        "log entry",
                        "postgresql.system",
                        "sample of activity",
                        "sample of locks",
                        "sample of log",
                        "sample of statements",
                        "session",
                        "statement");
        var id = agent.get("id").asText();
        assertThat(valuesOf(id, "system.cpu.utilization")).containsExactly(0.25);
        assertThat(valuesOf(id, "system.memory.utilization")).containsExactly(0.4);
        assertThat(valueOf(id, "pulsefleet.sender.value", "disk_io.read_bytes")).isEqualTo(7);
    }

    @Test
    void aListOfMessagesIsTakenAsAWholeOrNotAtAll() throws Exception {
        var key = newKey();
        var good = "{\"project_id\":\"%s\",\"locks\":[]}".formatted(site);

        assertThat(send("postgres", "[" + good + ",{}]", "X-API-Key", key).statusCode())
                .isEqualTo(400);
        assertThat(query("SELECT hostname FROM agents WHERE hostname = ?")).isEmpty();

        var answer = send("postgres", "[" + good + "," + good + "]", "X-API-Key", key);
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.body()).isEqualTo("{\"stored\":2}");
    }

    @Test
    void isReadyWhenItTakesMessages() throws Exception {
        var answer = caller.send("GET", "ready", null);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"status\":\"ready\"}");
    }

    private String newKey() throws Exception {
        return makeKey("{\"name\":\"%s\",\"sends\":[\"pulse\",\"postgres\"]}".formatted(site))
                .get("key")
                .asText();
    }

    private JsonNode makeKey(String wanted) throws Exception {
        var answer = caller.send("POST", "api-keys", bytes(wanted), "Authorization", Caller.asAdmin());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return JSON.readTree(answer.body());
    }

    private JsonNode rowOf(String name) throws Exception {
        for (var key : get("api-keys").get("keys")) {
            if (key.get("name").asText().equals(name)) {
                return key;
            }
        }
        throw new AssertionError("no key " + name);
    }

    private JsonNode agentNamed(String hostname) throws Exception {
        for (var agent : get("agents").get("agents")) {
            if (agent.get("hostname").asText().equals(hostname)) {
                return agent;
            }
        }
        throw new AssertionError("no agent " + hostname);
    }

    private List<Double> valuesOf(String agent, String metric) throws Exception {
        var values = new ArrayList<Double>();
        for (var series : series(agent, metric).get("series")) {
            series.get("values").forEach(value -> values.add(value.asDouble()));
        }
        return values;
    }

    private double valueOf(String agent, String metric, String name) throws Exception {
        for (var series : series(agent, metric).get("series")) {
            if (series.get("labels").toString().contains('"' + name + '"')) {
                assertThat(series.get("values")).hasSize(1);
                return series.get("values").get(0).asDouble();
            }
        }
        throw new AssertionError("no " + metric + " of " + name);
    }

    private JsonNode series(String agent, String metric) throws Exception {
        return get("agents/%s/series?metric=%s&from=%s&to=%s&step=10s&as=value"
                .formatted(agent, metric, encoded(noon.minusSeconds(600)), encoded(noon.plusSeconds(600))));
    }

    /** The answers to the query {@code orders} in all windows of this test's site. */
    private List<String> stored() throws Exception {
        var stored = new ArrayList<String>();
        for (var body : query(
                "SELECT d.body FROM document d JOIN agents a ON a.number = d.agent WHERE hostname = 'acme/' || ?")) {
            stored.add(body);
        }
        return stored;
    }

    private List<String> query(String sql) throws Exception {
        try (var database = ItDatabase.connect();
                var select = database.prepareStatement(sql)) {
            select.setString(1, site);
            var all = new ArrayList<String>();
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    var packed = rows.getObject(1) instanceof byte[] bytes ? bytes : null;
                    all.add(
                            packed == null
                                    ? rows.getString(1)
                                    : JSON.readTree(Zstd.decompress(packed, (int) Zstd.getFrameContentSize(packed)))
                                            .at("/stats/orders")
                                            .asText());
                }
            }
            return all;
        }
    }

    private JsonNode get(String path) throws Exception {
        var answer = caller.send("GET", path, null, "Authorization", Caller.asAdmin());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private HttpResponse<String> send(String what, String body, String... headers) throws Exception {
        return caller.send("POST", "ingest/" + what, bytes(body), headers);
    }

    private String end(int window) {
        return noon.minus(window, ChronoUnit.HOURS).toString();
    }

    /** @param window how many hours ago it ended */
    private String payload(int window) {
        return """
                {"client_id": "acme", "site_id": "%s", "batch_index": %d, "uuid": "%s",
                 "stats": {"status": "success", "start_time": "%s", "end_time": "%s",
                           "orders": 100, "is open": true, "newest": "2026-11-21",
                           "system_metrics": {
                             "system": {"hostname": "db1", "cpu_count": 4, "load_average_1min": 0.3, "uptime_seconds": 60, "os_version": "Debian 12"},
                             "memory": {"total_bytes": 8000, "used_bytes": 6000, "usage_percent": 75.0},
                             "disks": [{"device": "/dev/vda1", "mountpoint": "/", "fstype": "ext4", "total_bytes": 100, "used_bytes": 50, "free_bytes": 50, "usage_percent": 50.0}]},
                           "docker_metrics": {"summary": {"total_containers": 4, "running_containers": 3}}},
                 "additional": {"target": "shop"}}""".formatted(
                        site,
                        window,
                        UUID.nameUUIDFromBytes(bytes(site + window)),
                        noon.minus(window + 1L, ChronoUnit.HOURS),
                        end(window));
    }

    private static String encoded(Object text) {
        return URLEncoder.encode(text.toString(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
