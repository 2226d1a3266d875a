package io.pulsefleet.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.ReducedMotion;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Dashboards of one's own: put together, shared by their address, changed by two, taken elsewhere (SP-10). */
@ExtendWith(Shared.class)
@ResourceLock(Shared.STACK)
class DashboardsConsoleIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SECRET = "a secret of twelve or more";
    private static final String WEB = """
            {"title": "Web", "description": "What the shop needs.", "charts": [
              {"title": "Memory", "metric": "system.memory.usage", "by": "label.system.memory.state", "events": true,
               "thresholds": [{"value": 1, "severity": "error", "label": "some"}, {"value": 1e15, "label": "much"}]},
              {"metric": "system.cpu.load_average", "aggregate": "max", "lastWeek": true,
               "thresholds": [{"value": 100000, "label": "busy"}]},
              {"metric": "system.cpu.utilization", "of": ["group:default"], "by": "metric", "aggregate": "p95", "width": 12}]}""";

    private static Browser browser;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Stack stack;

    DashboardsConsoleIT(Stack stack) {
        this.stack = stack;
    }

    @BeforeAll
    static void open() {
        browser = Browser.open();
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        for (var one : read("GET", "dashboards", null).get("dashboards")) {
            send("DELETE", "dashboards/" + one.get("id").asLong(), null);
        }
    }

    @Test
    void ofTwoWhoChangeOneTheSecondIsToldWhatDiffers() throws Exception {
        var web = read("POST", "dashboards", WEB);
        var id = web.get("id").asLong();
        assertThat(web.get("version").asInt()).isEqualTo(1);
        assertThat(send("POST", "dashboards", WEB).statusCode()).isEqualTo(409);
        assertThat(change(id, null, WEB).statusCode()).isEqualTo(428);

        assertThat(change(id, "1", WEB.replace("\"Web\"", "\"Front\"")).statusCode())
                .isEqualTo(200);
        var late = change(id, "1", WEB.replace("p95", "p99"));
        assertThat(late.statusCode()).isEqualTo(412);
        assertThat(JSON.readTree(late.body()).get("detail").asText())
                .isEqualTo(
                        "admin changed it meanwhile; it is at version 2. What differs: charts[2].aggregate: there 'p95', yours"
                                + " 'p99'; title: there 'Front', yours 'Web'. Send If-Match: 2 if yours is to stand.");
        assertThat(change(id, "\"2\"", WEB.replace("p95", "p99")).statusCode()).isEqualTo(200);
        assertThat(read("GET", "dashboards/" + id, null).get("version").asInt()).isEqualTo(3);

        var audit = read("GET", "audit?limit=20", null).toString();
        assertThat(audit).contains("dashboard.add", "dashboard.change", "dashboard/" + id);
        assertThat(send("DELETE", "dashboards/" + id, null).statusCode()).isEqualTo(204);
        assertThat(send("GET", "dashboards/" + id, null).statusCode()).isEqualTo(404);
    }

    @Test
    void whatIsExportedIsImportedAndAppliedWithoutADifference() throws Exception {
        var id = read("POST", "dashboards", WEB).get("id").asLong();
        var file = send("GET", "dashboards/" + id + "/export", null).body();
        var yaml = send("GET", "configuration", null).body();
        assertThat(yaml).contains("dashboards:", "title: Web");
        assertThat(apply("?prune=true", yaml).get("changes")).isEmpty();
        assertThat(apply("", yaml.replace("aggregate: p95", "aggregate: p99"))
                        .get("changes")
                        .toString())
                .isEqualTo(
                        "[{\"what\":\"dashboard\",\"name\":\"Web\",\"change\":\"changed\",\"fields\":[\"charts\"]}]");
        assertThat(apply("?dry_run=true", yaml.replace("aggregate: p95", "aggregate: p100"))
                        .get("detail")
                        .asText())
                .containsPattern("^line [0-9]+: dashboards\\[0\\].charts\\[2\\].aggregate: must be avg");

        assertThat(send("POST", "dashboards/import", file).body()).contains("there is a dashboard 'Web' already");
        send("DELETE", "dashboards/" + id, null);
        assertThat(send("POST", "dashboards/import?dry_run=true", file).body())
                .isEqualTo("{\"imported\":false,\"title\":\"Web\",\"charts\":3}");
        assertThat(read("GET", "dashboards", null).get("dashboards")).isEmpty();
        var imported = read("POST", "dashboards/import", file);
        assertThat(send("GET", "dashboards/" + imported.get("id").asLong() + "/export", null)
                        .body())
                .isEqualTo(file);
        assertThat(send("POST", "dashboards/import", file.replace("\"format\":1", "\"format\":2"))
                        .body())
                .contains("must be 1, the only one that this hub knows");
    }

    /** Who may see hosts of some groups only sees the dashboards, and no reading of another host in them. */
    @Test
    void whoSeesNoHostSeesNoReadingAndChangesNothing() throws Exception {
        var id = read("POST", "dashboards", WEB).get("id").asLong();
        read(
                "POST",
                "users",
                "{\"name\":\"eve\",\"role\":\"operator\",\"password\":\"%s\",\"groups\":[\"none\"]}".formatted(SECRET));
        try {
            assertThat(send("eve", SECRET, "GET", "dashboards/" + id, null, null)
                            .statusCode())
                    .isEqualTo(200);
            assertThat(send("eve", SECRET, "GET", "query?metric=system.memory.usage&agent=*", null, null)
                            .body())
                    .contains("\"series\":[]");
            assertThat(send("eve", SECRET, "POST", "dashboards", WEB, null).statusCode())
                    .isEqualTo(403);

            read("PATCH", "users/eve", "{\"role\":\"viewer\",\"groups\":[\"*\"]}");
            assertThat(send("eve", SECRET, "PUT", "dashboards/" + id, WEB, "1").statusCode())
                    .isEqualTo(403);
            var page = signedIn("eve", SECRET, 1440, "light", "/dashboards/" + id);
            assertThat(test(page, "dashboard-title")).hasText("Web");
            assertThat(test(page, "dashboard-edit")).isHidden();
        } finally {
            send("DELETE", "users/eve", null);
        }
    }

    @Test
    void itsChartsAreDrawnOverOneRangeAndTheAddressHoldsTheView() throws Exception {
        var id = read("POST", "dashboards", WEB).get("id").asLong();
        var page = signedIn(1280, "/dashboards/" + id + "?range=1h");
        for (var i = 0; i < 3; i++) {
            assertThat(test(page, "chart-own-" + i)).not().hasAttribute("data-points", "0");
        }
        assertThat(test(page, "chart-own-0").locator("[data-test=crossed]")).containsText("above some · 1 B: ");
        assertThat(test(page, "chart-own-1").locator("[data-test=not-crossed]")).hasText("Within its thresholds");
        var plot = test(page, "chart-own-2").locator(".u-over").boundingBox();
        page.mouse().move(plot.x + plot.width * 0.5, plot.y + 40);
        page.mouse().down();
        page.mouse().move(plot.x + plot.width * 0.9, plot.y + 60);
        page.mouse().up();
        assertThat(page).hasURL(Pattern.compile(".*from=.*&to=.*"));
        test(page, "zoom-reset").click();
        assertThat(page).hasURL(Pattern.compile(".*range=1h.*"));
        looks(page, "dashboard");

        test(page, "dashboard-of").fill("group:nobody");
        test(page, "dashboard-of").press("Enter");
        assertThat(page).hasURL(Pattern.compile(".*of=group%3Anobody.*"));
        assertThat(test(page, "chart-own-2").locator("[data-test=chart-note]")).containsText("No host is both");
        assertThat(test(page, "chart-own-1").locator(".message")).hasText("No readings in this time");
        test(page, "dashboard-chip").click();
        for (var i = 0; i < 3; i++) {
            assertThat(test(page, "chart-own-" + i).locator(".legend li").first())
                    .isVisible();
        }

        test(page, "kiosk").click();
        assertThat(page).hasURL(Pattern.compile(".*kiosk=1.*"));
        assertThat(page.locator("#top")).isHidden();
        assertThat(test(page, "chart-own-0")).not().hasAttribute("data-points", "0");
        looks(page, "dashboard-kiosk");
        page.keyboard().press("Escape");
        assertThat(page.locator("#top")).isVisible();
        assertThat(page).not().hasURL(Pattern.compile(".*kiosk.*"));
        test(page, "kiosk").click();
        test(page, "kiosk-leave").click();
        assertThat(page.locator("#top")).isVisible();
        nothingIsComplainedOf();
    }

    @Test
    void oneIsPutTogetherFromExploreAndByHandAndFound() throws Exception {
        var page = signedIn(1280, "/explore?metric=system.memory.usage&by=label.system.memory.state&aggregate=max");
        test(page, "explore-add").click();
        assertThat(test(page, "dashboard-adding")).containsText("system.memory.usage");
        test(page, "dashboard-add").click();
        assertThat(test(page, "chart-metric")).hasValue("system.memory.usage");
        assertThat(test(page, "chart-by")).hasValue("label.system.memory.state");
        test(page, "dashboard-save").click();
        assertThat(test(page, "wrong-title")).containsText("1 to 100 characters");
        test(page, "dashboard-title").fill("Memory of all");
        test(page, "threshold-add").click();
        test(page, "dashboard-save").click();
        assertThat(page.locator(".mistake")).containsText("must be a number");
        test(page, "threshold-value").fill("1000");
        test(page, "chart-add").click();
        assertThat(test(page, "chart-form")).hasCount(2);
        test(page, "chart-metric").last().fill("system.cpu.load_average");
        test(page, "chart-up").last().click();
        assertThat(test(page, "chart-form").first().locator("summary")).hasText("Chart 1: system.cpu.load_average");
        looks(page, "dashboard-edit");
        test(page, "dashboard-save").click();
        assertThat(test(page, "dashboard-title")).hasText("Memory of all");
        assertThat(test(page, "chart-own-1").locator("[data-test=crossed]").first())
                .containsText("above 1000 B");

        var id = read("GET", "dashboards", null)
                .get("dashboards")
                .get(0)
                .get("id")
                .asLong();
        test(page, "dashboard-edit").click();
        test(page, "dashboard-description").fill("mine");
        assertThat(change(id, "1", WEB.replace("\"Web\"", "\"Theirs\"")).statusCode())
                .isEqualTo(200);
        test(page, "dashboard-save").click();
        assertThat(test(page, "dashboard-conflict")).containsText("title: there 'Theirs', yours 'Memory of all'");
        looks(page, "dashboard-conflict");
        test(page, "save-mine").click();
        assertThat(test(page, "dashboard-title")).hasText("Memory of all");
        assertThat(page.locator(".told")).hasText("mine");

        test(page, "search").fill("memory of");
        assertThat(test(page, "found").locator("li").first()).containsText("Memory of all");
        page.keyboard().press("Escape");
        test(page, "dashboard-copy").click();
        assertThat(page.locator("input[data-test=dashboard-title]")).hasValue("Memory of all (copy)");
        assertThat(test(page, "chart-form")).hasCount(2);
        nothingIsComplainedOf();
    }

    @Test
    void aFileIsLookedAtBeforeItIsAdded() throws Exception {
        read("POST", "dashboards", WEB);
        var page = signedIn(1280, "/dashboards");
        assertThat(test(page, "dashboard-row")).containsText("Web");
        test(page, "dashboard-import").click();
        choose(
                page,
                "{\"format\": 1, \"dashboard\": {\"title\": \"Web\", \"charts\": [{\"metrik\": \"m\", \"width\": 5}]}}");
        assertThat(test(page, "import-mistake")).hasCount(4);
        assertThat(test(page, "import-mistake").first()).containsText("dashboard.charts[0].metrik");
        looks(page, "dashboards-import");
        choose(page, "no json");
        assertThat(test(page, "import-mistake")).hasCount(1);
        assertThat(test(page, "import-mistake")).containsText("This file is no JSON");
        choose(page, "{\"format\": 1, \"dashboard\": {\"title\": \"Web\", \"charts\": [{\"metric\": \"m\"}]}}");
        assertThat(test(page, "import-mistake")).containsText("there is a dashboard 'Web' already");
        test(page, "import-title").fill("Web, once more");
        test(page, "import-title").press("Tab");
        assertThat(test(page, "import-found")).containsText("1 chart");
        test(page, "import-add").click();
        assertThat(test(page, "dashboard-title")).hasText("Web, once more");

        page.navigate(stack.hubAddress().resolve("/#/dashboards").toString());
        assertThat(test(page, "dashboard-row")).hasCount(2);
        test(page, "dashboard-remove").first().click();
        test(page, "dashboard-remove-surely").click();
        assertThat(test(page, "dashboards-outcome")).hasText("Web is removed.");
        assertThat(test(page, "dashboard-row")).hasCount(1);
        nothingIsComplainedOf();
    }

    @Test
    void whatIsAskedAndWhatIsBeyondIsReckoned() throws Exception {
        var page = signedIn(1280, "/dashboards");

        assertThat(page.evaluate("""
                async () => {
                  const {chartOf, exploreOf, idsOf, linesOf, narrowed, questionOf} = await import('./dashboarding.js');
                  const {crossedOf, wordsOf} = await import('./thresholds.js');
                  const asked = 'metric=m&of=web-1&of=tag%3Aenv%3Aprod&label.mode=user&by=agent&aggregate=p95&combine=sum';
                  const chart = chartOf(new URLSearchParams(asked));
                  const hosts = [{id: '1', hostname: 'a', group: 'web', tags: {env: 'prod'}}, {id: '2', hostname: 'b', group: 'db', tags: {}}];
                  const line = (labels, ...values) => ({labels, at: [1, 2], values});
                  return [
                    chart.top + ' ' + exploreOf(chart, ['group:web']),
                    questionOf(chart, narrowed(chart.of, [])),
                    narrowed([], []), narrowed(['group:web', 'group:db'], ['group:web']), narrowed(['group:web'], ['group:db']),
                    narrowed(['a', 'group:web'], ['tag:env:prod']), narrowed(['tag:env:prod'], ['tag:env:test']), narrowed(['a'], ['b']),
                    idsOf({agent: ['*'], group: [], tag: []}, hosts, 1), idsOf({agent: [], group: ['web'], tag: ['env:prod']}, hosts, 1), idsOf({agent: ['a', 'b'], group: [], tag: []}, hosts, 1),
                    linesOf([line({s: 'x'}, 1, 2), line({s: 'y'}, 3, 4)], [line({s: 'y'}, 5, 6), line({s: 'z'}, 7, 8)], 'm').map(({labels, at}) => labels.name + (labels.past ? ' past ' : ' ') + at),
                    crossedOf([{value: 2, when: 'above', severity: 'warning'}, {value: 2, when: 'below', severity: 'error'}],
                      [{name: 'x', values: [9, 1, null]}, {name: 'y', values: [3]}, {name: 'z', values: [2]}]).map(({threshold, lines}) => threshold.severity + ' ' + lines.map(({name}) => name)),
                    wordsOf({label: 'busy', value: 2}, String), wordsOf({label: '', value: 2}, String),
                  ].map((one) => JSON.stringify(one)).join('\\n');
                }""")).isEqualTo("""
                "20 metric=m&of=web-1&of=tag%3Aenv%3Aprod&of=group%3Aweb&label.mode=user&by=agent&aggregate=p95&combine=sum"
                {"metric":"m","agent":["web-1"],"group":[],"tag":["env:prod"],"label.mode":"user","aggregate":"p95","by":"agent","combine":"sum","top":20}
                {"agent":["*"],"group":[],"tag":[]}
                {"agent":[],"group":["web"],"tag":[]}
                null
                {"agent":["a"],"group":["web"],"tag":["env:prod"]}
                null
                null
                {"isAll":true,"ids":["1"],"isTooMany":false}
                {"isAll":false,"ids":["1"],"isTooMany":false}
                {"isAll":false,"ids":["1"],"isTooMany":true}
                ["x 1,2","y 1,2","y past 604801,604802"]
                ["error x","warning y"]
                "busy · 2"
                "2\"""");
    }

    /** But for refusals, which the page tells. */
    private static void nothingIsComplainedOf() {
        assertThat(browser.complaints()).allMatch(complaint -> complaint.matches(".*status of 4(00|12) .*"));
    }

    private static void choose(Page page, String text) {
        test(page, "import-file")
                .setInputFiles(new FilePayload(
                        "web.dashboard.json", "application/json", text.getBytes(StandardCharsets.UTF_8)));
    }

    /** As on a desk, on a phone, and at night. */
    private static void looks(Page page, String name) {
        Browser.screenshot(page, name + "-light");
        page.setViewportSize(390, 844);
        Browser.screenshot(page, name + "-phone");
        page.setViewportSize(1280, 900);
        page.emulateMedia(new Page.EmulateMediaOptions()
                .setColorScheme(ColorScheme.DARK)
                .setReducedMotion(ReducedMotion.REDUCE)); // no colour is caught on its way
        Browser.screenshot(page, name + "-dark");
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    }

    private Page signedIn(int width, String address) throws Exception {
        return signedIn("admin", stack.adminPassword(), width, "light", address);
    }

    private Page signedIn(String user, String password, int width, String scheme, String address) {
        var page = browser.page(stack.hubAddress().toString(), width, 900, scheme);
        test(page, "signin-user").fill(user);
        test(page, "signin-password").fill(password);
        test(page, "signin-submit").click();
        assertThat(test(page, "sign-out")).isVisible();
        page.navigate(stack.hubAddress().resolve("/#" + address).toString());
        return page;
    }

    private HttpResponse<String> change(long id, String version, String dashboard) throws IOException {
        return send("admin", stack.adminPassword(), "PUT", "dashboards/" + id, dashboard, version);
    }

    private JsonNode apply(String query, String yaml) throws IOException, InterruptedException {
        var request = request("admin", stack.adminPassword(), "configuration" + query)
                .setHeader("Content-Type", "application/yaml")
                .header("Accept", "application/json")
                .PUT(BodyPublishers.ofString(yaml))
                .build();
        return JSON.readTree(client.send(request, BodyHandlers.ofString()).body());
    }

    private JsonNode read(String method, String path, String body) throws IOException {
        var answer = send(method, path, body);
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(path + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    private HttpResponse<String> send(String method, String path, String body) throws IOException {
        return send("admin", stack.adminPassword(), method, path, body, null);
    }

    private HttpResponse<String> send(
            String user, String password, String method, String path, String body, String version) throws IOException {
        var request = request(user, password, path)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (version != null) {
            request.header("If-Match", version);
        }
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stop);
        }
    }

    private HttpRequest.Builder request(String user, String password, String path) {
        var pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return HttpRequest.newBuilder(stack.hubAddress().resolve("/api/v1/" + path))
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair))
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(30));
    }

    private static Locator test(Page page, String name) {
        return page.locator("[data-test=" + name + "]");
    }
}
