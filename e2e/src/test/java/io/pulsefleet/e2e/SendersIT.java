package io.pulsefleet.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Senders that are not ours, at the paths that they know, as a user tries them with curl (PA-07, PA-08, PG-08, PG-11);
 * and the pages where they are seen. The lines are those of the runbook.
 */
class SendersIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Duration SOON = Duration.ofSeconds(60);

    private static Instant hour;
    private static Path files;
    private static Stack stack;
    private static HubClient hub;
    private static String key;

    @BeforeAll
    static void aHubAndAKey() throws Exception {
        hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
        var folder = Shared.emptyFolder("senders");
        files = Files.createDirectories(folder.resolveSibling("senders-files"));
        stack = Stack.beside(folder, Shared.QUICK);
        stack.start();
        hub = new HubClient(stack.hubAddress(), stack.adminPassword());
        var made = curl(
                "-u",
                "admin:" + stack.adminPassword(),
                "--json",
                "{\"name\": \"by hand\", \"sends\": [\"pulse\", \"postgres\"]}",
                address("/api/v1/api-keys"));
        assertThat(made.status()).isEqualTo(201);
        key = JSON.readTree(made.body()).get("key").asText();
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            stack.close();
        }
    }

    @Test
    void theUsualPlacesAnswerAtTheRoot() throws Exception {
        assertThat(curl(address("/health"))).extracting(Answer::status).isEqualTo(200);
        assertThat(curl(address("/ready"))).isEqualTo(new Answer(200, "{\"status\":\"ready\"}"));
        assertThat(curl(address("/")).body()).contains("<title>");
    }

    @Test
    void whoShowsNoKeyOrAWrongOneIsToldSo() throws Exception {
        assertThat(post("/ingest/pulse", payload(1, 0)).status()).isEqualTo(401);
        assertThat(post("/ingest/postgres", "{}", "-H", "X-API-Key: pulse_wrong"))
                .satisfies(answer -> {
                    assertThat(answer.status()).isEqualTo(401);
                    assertThat(JSON.readTree(answer.body()).get("detail").asText())
                            .isEqualTo("This API key is not known here.");
                });
    }

    @Test
    void aPayloadSentWithCurlIsAWindow() throws Exception {
        var body = payload(7, 0);

        assertThat(post("/ingest/pulse", body, "-H", "Authorization: Bearer " + key)
                        .status())
                .isEqualTo(201);
        assertThat(post("/ingest/pulse", body, "-H", "Authorization: Bearer " + key)
                        .status())
                .isEqualTo(200);

        var windows = hub.get("/api/v1/windows?agent=acme%2Fsite-7").get("windows");
        assertThat(windows).hasSize(1);
        assertThat(windows.get(0).get("values").get("orders").asInt()).isEqualTo(100);
        var missing = post("/ingest/pulse", body.replace("\"uuid\"", "\"id\""), "-H", "X-API-Key: " + key);
        assertThat(missing.status()).isEqualTo(400);
        assertThat(JSON.readTree(missing.body()).get("field").asText()).isEqualTo("uuid");
        assertThat(curl("-H", "X-API-Key: " + key, "-H", "Content-Type: nonsense", "-d", "{}", address("/ingest/pulse"))
                        .status())
                .isEqualTo(415);
        assertThat(curl("-H", "X-API-Key: " + key, address("/ingest/pulse")).status())
                .isEqualTo(405);
    }

    @Test
    void messagesSentWithCurlMakeTheirProjectOneOfTheFleet() throws Exception {
        for (var message : List.of(
                "{\"project_id\": \"shop\", \"sessions\": [{\"pid\": 7, \"application_name\": \"web:r-1\"}], \"count\": 1, \"with_correlation\": 1}",
                "{\"project_id\": \"shop\", \"statements\": [{\"queryid\": 12, \"query\": \"SELECT 1\", \"calls\": 3}], \"count\": 1}",
                "{\"project_id\": \"shop\", \"locks\": [], \"count\": 0, \"has_blocking\": false}",
                "{\"project_id\": \"shop\", \"entries\": [{\"timestamp\": \"2026-11-21 10:15:00.5+00\", \"level\": \"ERROR\", \"message\": \"no\"}], \"count\": 1, \"levels\": {\"ERROR\": 1}}",
                "{\"project_id\": \"shop\", \"type\": \"system\", \"cpu_percent\": 25, \"memory_percent\": 40}")) {
            assertThat(post("/ingest/postgres", message, "-H", "X-API-Key: " + key))
                    .as(message)
                    .isEqualTo(new Answer(201, "{\"stored\":1}"));
        }

        var shop = agentNamed("shop");
        assertThat(shop.get("kind").asText()).isEqualTo("postgres");
        assertThat(shop.get("state").asText()).isEqualTo("online");
        assertThat(shop.get("cpu").asDouble()).isEqualTo(0.25);
        assertThat(shop.get("memory").asDouble()).isEqualTo(0.4);
    }

    /** PA-08, PA-11, PG-04, PG-08; PG-13: SIGHUP ends it in order, and the new start has read the settings again. */
    @Test
    void ourOwnAgentPushesItsWindowsHereLikeToAnyUrl() throws Exception {
        configureAgent("pushed");
        stack.startAgent();
        stack.agent().awaitReady(Duration.ofMinutes(2));
        var agent = new HubClient(stack.agentAddress(), stack.adminPassword());
        for (int visit = 1; visit <= 3; visit++) {
            var wanted = visit;
            Await.until(
                    "no visit",
                    SOON,
                    () -> agent.post("/api/v1/jobs/queries/visit").statusCode() < 300);
            Await.until(
                    "the window is not there",
                    SOON,
                    () -> windowsOf("acme/pushed").size() >= wanted);
        }

        var pushed = windowsOf("acme/pushed");
        var told = new ArrayList<String>();
        pushed.forEach(window -> told.add("%s %s %s"
                .formatted(window.get("batchIndex"), window.get("follows").asText(), window.get("values"))));
        assertThat(told).containsExactly("3 on {\"one\":1}", "2 on {\"one\":1}", "1 first {\"one\":1}");
        var outlet = agent.get("/api/v1/agent").get("outlets").get(0);
        assertThat(outlet.get("name").asText()).isEqualTo("push");
        assertThat(outlet.get("letters").asInt()).isZero();
        var asked = "/api/v1/windows?agent=" + ownAgent().get("id").asText();
        Await.until(
                "they are not delivered",
                SOON,
                () -> hub.get(asked).get("windows").size() == 3);
        var own = hub.get(asked).get("windows");
        assertThat(own)
                .extracting(window -> window.get("uuid").asText())
                .as("delivered as well, under the same UUIDs")
                .containsExactlyElementsOf(uuidsOf(pushed));
        oneIsReadAgainInTheConsoleAndCountsOnce(asked, own);

        Await.until("no message of the host", SOON, () -> find("acme-db").isPresent());
        assertThat(agentNamed("acme-db").get("memory").asDouble())
                .as("PG-08: the host, in a listener's words, and back")
                .isBetween(0.01, 1.0);

        configureAgent("moved");
        var ended = stack.agent();
        var signal = ignoresHangUp(ended.pid()) ? "TERM" : "HUP";
        assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(ended.pid()))
                        .start()
                        .waitFor())
                .isZero();
        ended.awaitEnd(SOON);
        assertThat(Files.readString(ended.log())).as("in order").contains("CWWKE0036I");
        stack.startAgent();
        stack.agent().awaitReady(Duration.ofMinutes(2));
        Await.until(
                "no visit", SOON, () -> agent.post("/api/v1/jobs/queries/visit").statusCode() < 300);
        Await.until(
                "no window under the new name",
                SOON,
                () -> windowsOf("acme/moved").size() == 1);
        assertThat(windowsOf("acme/moved").get(0).get("batchIndex").asInt())
                .as("it goes on where it was")
                .isEqualTo(4);
    }

    /** As whoever was started under nohup, and whatever it starts. */
    private static boolean ignoresHangUp(long pid) throws IOException {
        var ignored = Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .map(line -> line.substring("SigIgn:".length()).strip())
                .anyMatch(mask -> (Long.parseUnsignedLong(mask, 16) & 1) != 0);
        if (ignored) {
            System.out.println("SIGHUP is ignored here, as under nohup: it is not tried, SIGTERM is.");
        }
        return ignored;
    }

    /** As a sender of old had it. */
    private static void configureAgent(String site) throws IOException {
        var home = Files.createDirectories(stack.config().data().resolve("agent"));
        Files.writeString(home.resolve("queries.json"), "{\"one\": {\"sql\": \"SELECT 1\", \"type\": \"count\"}}");
        Files.writeString(home.resolve(".env"), """
                PA_PUSH_URL=%s
                PA_PUSH_TOKEN=%s
                PULSE_LISTENER_URL=%s
                PULSE_LISTENER_API_KEY=%s
                PULSE_LISTENER_PROJECT_ID=acme-db
                PA_CLIENT_ID=acme
                PA_SITE_ID=%s
                PULSE_QUERIES_EVERY=1d
                PA_DB_HOST=127.0.0.1
                PA_DB_PORT=%d
                PA_DB_NAME=pulse
                PA_DB_USER=pulse
                PA_DB_PASSWORD=%s
                """.formatted(
                        address("/ingest/pulse"),
                        key,
                        address("/"),
                        key,
                        site,
                        URI.create(stack.postgres().jdbcUrl().substring("jdbc:".length()))
                                .getPort(),
                        stack.databasePassword()));
    }

    private static List<String> uuidsOf(JsonNode windows) {
        var uuids = new ArrayList<String>();
        windows.forEach(window -> uuids.add(window.get("uuid").asText()));
        return uuids;
    }

    private static JsonNode windowsOf(String sender) throws IOException {
        var agent = find(sender);
        return agent.isEmpty()
                ? JSON.createArrayNode()
                : hub.get("/api/v1/windows?agent=" + agent.get().get("id").asText())
                        .get("windows");
    }

    private static JsonNode ownAgent() throws IOException {
        for (var agent : hub.get("/api/v1/agents").get("agents")) {
            if (agent.get("kind").asText().equals("agent")) {
                return agent;
            }
        }
        throw new AssertionError("no agent of ours");
    }

    private static void oneIsReadAgainInTheConsoleAndCountsOnce(String asked, JsonNode told) throws Exception {
        try (var browser = Browser.open()) {
            var page = signedIn(browser, 1440, "light");
            page.navigate(stack.hubAddress() + "#/windows");
            page.locator("[data-test=window-row]:has(a[href='#/hosts/%s']) [data-test=read-again]"
                            .formatted(told.get(0).get("agent").asText()))
                    .first()
                    .click();
            assertThat(test(page, "windows-outcome")).containsText("the window is being read");
            Browser.screenshot(page, "windows-again");
            assertThat(page.locator("[data-test=window-row]:has-text('acme/') [data-test=read-again]"))
                    .hasCount(0);
        }
        Await.until(
                "it does not come again",
                SOON,
                () -> !hub.get(asked).at("/windows/0/receivedAt").equals(told.at("/0/receivedAt")));
        var again = hub.get(asked).get("windows");
        assertThat(uuidsOf(again)).isEqualTo(uuidsOf(told));
        assertThat(again).extracting(window -> window.get("follows").asText()).containsExactly("on", "on", "first");
        Await.until(
                "it is not pushed",
                SOON,
                () -> new HubClient(stack.agentAddress(), stack.adminPassword())
                                .get("/api/v1/agent")
                                .at("/outlets/0/letters")
                                .asInt()
                        == 0);
    }

    @Test
    void windowsAndKeysAreShownInTheConsole() throws Exception {
        for (int site = 1; site <= 2; site++) {
            for (var ago : List.of(5, 4, 2, 1, 0)) {
                var body = payload(site, ago);
                var told = ago == 1 && site == 2
                        ? body.replace("\"success\"", "\"failure\"")
                                .replace(
                                        "\"additional\": {",
                                        "\"additional\": {\"error\": \"db.acme.example is away: Connection refused\", ")
                        : ago == 0
                                ? body.replace(
                                        "\"additional\": {",
                                        "\"additional\": {\"errors\": {\"orders\": \"no such table\"}, ")
                                : body;
                assertThat(post("/ingest/pulse", told, "-H", "X-API-Key: " + key)
                                .status())
                        .isEqualTo(201);
            }
        }
        try (var browser = Browser.open()) {
            var page = signedIn(browser, 1440, "light");
            page.navigate(stack.hubAddress() + "#/windows?span=7d");
            assertThat(page.locator("[data-test=window-row]").first()).isVisible();
            assertThat(test(page, "windows-verdict")).hasAttribute("data-good", "false");
            page.locator("[data-test=window-row] summary").first().click();
            Browser.screenshot(page, "windows-light");
            test(page, "windows-only").check();
            assertThat(page.locator("[data-test=window-row][data-follows=gap]").first())
                    .isVisible();
            Browser.screenshot(page, "windows-doubtful");

            page.navigate(stack.hubAddress() + "#/api-keys");
            test(page, "newkey-name").fill("made in the console");
            test(page, "newkey-pulse").check();
            test(page, "newkey-submit").click();
            assertThat(test(page, "made-key")).containsText("pulse_");
            Browser.screenshot(page, "api-keys-light");
            var row = page.locator("[data-test=key-row][data-name='made in the console']");
            row.locator("[data-test=key-remove]").click();
            row.locator("[data-test=key-remove-surely]").click();
            assertThat(row).hasCount(0);
            assertThat(browser.complaints()).isEmpty();

            var jobs = browser.page(stack.agentAddress().toString(), 1440, 900, "light");
            signIn(jobs);
            assertThat(jobs.locator("[data-test=job][data-job=deliver]")).isVisible();
            Browser.screenshot(jobs, "agent-jobs-senders");

            for (var look : List.of("dark", "phone")) {
                var other =
                        signedIn(browser, look.equals("phone") ? 390 : 1440, look.equals("dark") ? "dark" : "light");
                for (var name : List.of("windows", "api-keys", "fleet")) {
                    var shown = Map.of("windows", "window-row", "api-keys", "newkey", "fleet", "fleet-row");
                    other.navigate(stack.hubAddress() + "#/" + name + (name.equals("windows") ? "?span=7d" : ""));
                    assertThat(test(other, shown.get(name)).first()).isVisible();
                    Browser.screenshot(other, name + "-senders-" + look);
                    assertThat(other.evaluate(
                                    "document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                            .as(name + " " + look)
                            .isEqualTo(0);
                }
                assertThat(browser.complaints()).isEmpty();
            }
        }
    }

    private static Page signedIn(Browser browser, int width, String colorScheme) throws IOException {
        var page = browser.page(stack.hubAddress().toString(), width, 900, colorScheme);
        signIn(page);
        return page;
    }

    private static void signIn(Page page) throws IOException {
        test(page, "signin-user").fill("admin");
        test(page, "signin-password").fill(stack.adminPassword());
        test(page, "signin-submit").click();
        assertThat(test(page, "sign-out")).isVisible();
    }

    private static Locator test(Page page, String name) {
        return page.locator("[data-test=" + name + "]");
    }

    private static JsonNode agentNamed(String hostname) throws IOException {
        return find(hostname).orElseThrow(() -> new AssertionError("no agent " + hostname));
    }

    private static Optional<JsonNode> find(String hostname) throws IOException {
        for (var agent : hub.get("/api/v1/agents").get("agents")) {
            if (agent.get("hostname").asText().equals(hostname)) {
                return Optional.of(agent);
            }
        }
        return Optional.empty();
    }

    private record Answer(int status, String body) {}

    private static String address(String path) {
        return stack.hubAddress().resolve(path).toString();
    }

    private static Answer post(String path, String body, String... more) throws Exception {
        var file = files.resolve(UUID.randomUUID() + ".json");
        Files.writeString(file, body);
        var all = new ArrayList<>(List.of(more));
        all.addAll(List.of("--json", "@" + file, address(path)));
        return curl(all.toArray(String[]::new));
    }

    private static Answer curl(String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("curl", "-s", "-S", "--max-time", "60", "-w", "\n%{http_code}"));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        var end = said.lastIndexOf('\n');
        return new Answer(Integer.parseInt(said.substring(end + 1)), said.substring(0, end));
    }

    private static String payload(int site, int hoursAgo) {
        return """
                {"client_id": "acme", "site_id": "site-%d", "batch_index": %d, "uuid": "%s",
                 "stats": {"status": "success", "start_time": "%s", "end_time": "%s",
                           "orders": 100, "oldest open order": "2026-11-21T07:12:00Z", "shop is open": true,
                           "system_metrics": {
                             "system": {"hostname": "db1", "cpu_count": 4, "load_average_1min": 0.3, "uptime_seconds": 60, "os_version": "Debian 12"},
                             "memory": {"total_bytes": 8000, "used_bytes": 6000, "usage_percent": 75.0},
                             "disks": [{"device": "/dev/vda1", "mountpoint": "/", "fstype": "ext4", "total_bytes": 100, "used_bytes": 50, "free_bytes": 50, "usage_percent": 50.0}]}},
                 "additional": {"target": "shop"}}""".formatted(
                        site,
                        100 - hoursAgo,
                        UUID.nameUUIDFromBytes((site + "/" + hoursAgo).getBytes(StandardCharsets.UTF_8)),
                        hour.minus(hoursAgo + 1L, ChronoUnit.HOURS),
                        hour.minus(hoursAgo, ChronoUnit.HOURS));
    }
}
