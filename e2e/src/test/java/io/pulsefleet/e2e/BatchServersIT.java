package io.pulsefleet.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The jobs of a Liberty server that is not ours, seen and steered from the hub; a real one, with jobs of its own. */
@ExtendWith(Shared.class)
@ResourceLock(Shared.STACK)
@TestMethodOrder(OrderAnnotation.class)
class BatchServersIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private static OtherServer other;
    private static OwnAuthority stranger;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Stack stack;

    BatchServersIT(Stack stack) {
        this.stack = stack;
    }

    @BeforeAll
    static void start() throws Exception {
        var folder = Shared.emptyFolder("other");
        other = OtherServer.start(folder);
        stranger = OwnAuthority.in(folder.resolve("stranger"));
    }

    @AfterAll
    static void stop() {
        if (other != null) {
            other.close();
        }
    }

    @Test
    @Order(1)
    void whatIsWrongWithAServerIsNamed() throws Exception {
        add("trial", Map.of("password", "wrong"));
        assertThat(trial()).isEqualTo("wrong_password");

        change(Map.of("user", "stranger", "password", OtherServer.PASSWORD));
        assertThat(trial()).isEqualTo("no_rights");

        change(Map.of("user", "operator", "password", OtherServer.PASSWORD));
        assertThat(trial()).isEqualTo("ok");

        change(Map.of("ca", java.nio.file.Files.readString(stranger.folder().resolve("ca.pem"))));
        var untrusted = read("POST", "batch-servers/trial/test", null);
        assertThat(untrusted.get("state").asText()).isEqualTo("certificate");
        assertThat(untrusted.get("detail").asText())
                .contains("CN=pulse.example", "give the certificate of the authority");
        change(Map.of("ca", "", "fingerprint", untrusted.get("fingerprint").asText()));
        assertThat(trial()).isEqualTo("ok");
        change(Map.of("fingerprint", "00".repeat(32)));
        assertThat(trial()).isEqualTo("certificate");

        assertThat(send("PATCH", "batch-servers/trial", Map.of("url", "https://localhost:1"))
                        .body())
                .contains("\"field\":\"password\"");
        change(Map.of("url", "https://localhost:" + Ports.free(), "password", OtherServer.PASSWORD));
        assertThat(trial()).isEqualTo("unreachable");
        assertThat(send("GET", "batch-servers/trial/executions", null).statusCode())
                .isEqualTo(424);

        change(Map.of(
                "url",
                other.server().address().toString(),
                "plainHttp",
                true,
                "fingerprint",
                "",
                "password",
                OtherServer.PASSWORD));
        assertThat(trial()).isEqualTo("redirected");
        change(Map.of("url", stack.agentAddress().toString(), "password", OtherServer.PASSWORD));
        assertThat(trial()).isEqualTo("no_feature");

        assertThat(send("DELETE", "batch-servers/trial", null).statusCode()).isEqualTo(204);
        assertThat(send("GET", "batch-servers/trial", null).statusCode()).isEqualTo(404);
    }

    @Test
    @Order(2)
    void itsJobsAreSteeredByRest() throws Exception {
        add("payroll", Map.of());
        var started = read("POST", "batch-servers/payroll/jobs", job("archive", Map.of("seconds", "600"), "month end"));
        var id = started.get("execution").asLong();
        assertThat(awaited("payroll", id, "STARTED").at("/parameters/seconds").asText())
                .isEqualTo("600");
        assertThat(send("DELETE", "batch-servers/payroll/instances/" + started.get("instance"), null)
                        .statusCode())
                .as("it runs")
                .isEqualTo(409);

        read("POST", "batch-servers/payroll/executions/" + id + "/stop", Map.of("reason", "too slow"));
        var stopped = awaited("payroll", id, "STOPPED");
        assertThat(stopped.at("/steps/0/exit").asText())
                .as("STOPPED where it had not begun to wait")
                .isIn("left off", "STOPPED");

        var same = read("POST", "batch-servers/payroll/executions/" + id + "/restart", Map.of());
        var second = same.get("execution").asLong();
        assertThat(awaited("payroll", second, "STARTED")
                        .at("/parameters/seconds")
                        .asText())
                .isEqualTo("600");
        read("POST", "batch-servers/payroll/executions/" + second + "/stop", Map.of());
        awaited("payroll", second, "STOPPED");

        var again = read(
                "POST",
                "batch-servers/payroll/executions/" + second + "/restart",
                Map.of("parameters", Map.of("seconds", "0"), "reason", "now shorter"));
        assertThat(again.get("instance")).isEqualTo(started.get("instance"));
        assertThat(awaited("payroll", again.get("execution").asLong(), "COMPLETED")
                        .at("/parameters/seconds")
                        .asText())
                .isEqualTo("0");
        assertThat(send("POST", "batch-servers/payroll/executions/" + id + "/restart", Map.of())
                        .body())
                .contains("is not the most recent execution");

        assertThat(audit()).contains("month end", "too slow", "now shorter");
        var purged =
                send("DELETE", "batch-servers/payroll/instances/" + started.get("instance") + "?reason=test", null);
        assertThat(purged.statusCode()).isEqualTo(204);
        assertThat(send("GET", "batch-servers/payroll/executions/" + id, null).statusCode())
                .isEqualTo(404);
    }

    @Test
    @Order(3)
    void stepsPartitionsAndWhyOneFailedAreTold() throws Exception {
        var regions = read("POST", "batch-servers/payroll/jobs", job("regions", Map.of(), null));
        var collect = awaited("payroll", regions.get("execution").asLong(), "COMPLETED")
                .at("/steps/0");
        assertThat(collect.at("/metrics/read").asLong()).isEqualTo(2_730);
        assertThat(collect.get("partitions")).hasSize(3);
        assertThat(collect.at("/partitions/1/metrics/filtered").asLong()).isEqualTo(10);

        var invoices = read("POST", "batch-servers/payroll/jobs", job("invoices", Map.of("paper", "42"), null));
        var id = invoices.get("execution").asLong();
        var print = awaited("payroll", id, "FAILED").at("/steps/0");
        assertThat(print.at("/metrics/rollbacks").asLong()).isEqualTo(1);
        assertThat(print.at("/trouble/type").asText()).isEqualTo("java.lang.IllegalStateException");
        assertThat(print.at("/trouble/message").asText()).isEqualTo("cannot print invoice 43");
        assertThat(print.at("/trouble/stack").asText()).contains("no paper in printer 3");
        assertThat(send("GET", "batch-servers/payroll/executions/" + id + "/log", null)
                        .body())
                .contains("CWWKY0030I");

        var failed = read("GET", "batch-servers/payroll/executions?job=invoices&state=FAILED", null);
        assertThat(failed.get("executions").findValuesAsText("execution")).containsExactly(Long.toString(id));
        assertThat(failed.get("startable").findValuesAsText("jobXml")).contains("invoices", "regions");
        assertThat(send("POST", "batch-servers/payroll/jobs", job("nosuch", Map.of(), null))
                        .body())
                .contains("META-INF/batch-jobs/nosuch.xml");
    }

    @Test
    @Order(4)
    void itsNewestExecutionsStandAmongTheFleetsJobs() throws Exception {
        Await.until(
                "the jobs of payroll are not in the list",
                LONGEST,
                () -> inList("invoices").equals("FAILED"));
        assertThat(inList("regions")).isEqualTo("COMPLETED");
        assertThat(read("GET", "jobs?host=payroll&state=FAILED", null)
                        .get("jobs")
                        .findValuesAsText("job"))
                .containsExactly("invoices", "nosuch");
    }

    /** Who may see hosts of some groups only sees a server of these groups, and no other. */
    @Test
    @Order(5)
    void aServerOfAnotherGroupIsAsIfItWereNot() throws Exception {
        var secret = "a secret of twelve or more";
        read(
                "POST",
                "users",
                Map.of("name", "ada", "role", "operator", "password", secret, "groups", List.of("finance")));

        assertThat(send("ada", secret, "GET", "batch-servers", null).body()).isEqualTo("{\"servers\":[]}");
        assertThat(send("ada", secret, "GET", "batch-servers/payroll/executions", null)
                        .statusCode())
                .isEqualTo(404);
        assertThat(send("ada", secret, "POST", "batch-servers/payroll/jobs", job("archive", Map.of(), null))
                        .statusCode())
                .isEqualTo(404);
        assertThat(send("ada", secret, "GET", "jobs", null).body()).doesNotContain("payroll");

        read("PATCH", "batch-servers/payroll", Map.of("group", "finance"));
        assertThat(send("ada", secret, "GET", "batch-servers/payroll/executions", null)
                        .statusCode())
                .isEqualTo(200);
        assertThat(send("ada", secret, "POST", "batch-servers/payroll/test", null)
                        .statusCode())
                .isEqualTo(403);
        read("PATCH", "batch-servers/payroll", Map.of("group", ""));
        send("DELETE", "users/ada", null);
    }

    @Test
    @Order(6)
    void aJobIsStartedStoppedAndRestartedFromTheConsole() throws Exception {
        send("DELETE", "batch-servers/payroll", null);
        try (var browser = Browser.open()) {
            var page = signedIn(browser, 1440, "light");
            page.navigate(stack.hubAddress().resolve("/#/jobs").toString());
            test(page, "to-servers").click();
            test(page, "server-add").click();
            test(page, "server-name").fill("payroll");
            test(page, "server-url").fill("http://localhost:1");
            test(page, "server-user").fill("operator");
            test(page, "server-password").fill(OtherServer.PASSWORD);
            test(page, "server-save").click();
            assertThat(test(page, "wrong-url")).containsText("https://");
            test(page, "server-url").fill(other.url());
            test(page, "server-trust").selectOption("ca");
            test(page, "server-ca").fill(other.ca());
            Browser.screenshot(page, "batch-server-add-light");
            test(page, "server-save").click();
            assertThat(page.locator("[data-server=payroll] [data-test=trial]")).hasAttribute("data-state", "ok");
            looks(page, "batch-servers");

            page.locator("[data-server=payroll] [data-test=server-jobs]").click();
            test(page, "job-start").click();
            test(page, "start-jobXml").fill("archive");
            test(page, "start-application").fill("shop");
            test(page, "start-parameters").fill("seconds=600\nmonth=2026-11");
            looks(page, "batch-start");
            test(page, "start-submit").click();
            assertThat(execution(page, "STARTED")).isVisible(within());
            assertThat(test(page, "parameters")).containsText("2026-11");
            looks(page, "batch-running");

            test(page, "stop").click();
            test(page, "reason").fill("too slow");
            test(page, "sure-yes").click();
            assertThat(execution(page, "STOPPED")).isVisible(within());
            var stopped = page.url();

            test(page, "restart").click();
            assertThat(test(page, "restart-parameters")).hasValue("month=2026-11\nseconds=600");
            test(page, "restart-parameters").fill("seconds=0");
            looks(page, "batch-restart");
            test(page, "sure-yes").click();
            assertThat(execution(page, "COMPLETED")).isVisible(within());
            assertThat(page).not().hasURL(stopped);
            assertThat(test(page, "steps")).containsText("archived");
            test(page, "log-read").click();
            assertThat(test(page, "log")).containsText("CWWKY0009I");

            page.navigate(stack.hubAddress().resolve("/#/batch-servers/payroll").toString());
            looks(page, "batch-executions");
            row(page, "regions").locator("a").click();
            assertThat(test(page, "partition")).hasCount(3);
            looks(page, "batch-partitions");
            page.goBack();
            row(page, "invoices").first().locator("a").click();
            assertThat(test(page, "trouble")).containsText("cannot print invoice 43");
            test(page, "trouble").locator("summary").click();
            assertThat(test(page, "stack")).containsText("no paper in printer 3");
            looks(page, "batch-failed");

            test(page, "purge").click();
            test(page, "sure-yes").click();
            assertThat(page).hasURL(Pattern.compile(".*/batch-servers/payroll$"));
            assertThat(row(page, "regions")).isVisible();
            assertThat(row(page, "invoices")).hasCount(0);

            page.navigate(stack.hubAddress().resolve("/#/jobs?host=payroll").toString());
            assertThat(test(page, "job")).hasCount(3, new LocatorAssertions.HasCountOptions().setTimeout(15_000));
            looks(page, "batch-jobs");

            page.navigate(stack.hubAddress().resolve("/#/batch-servers/payroll").toString());
            test(page, "choose-all").check();
            looks(page, "batch-chosen");
            var chosen = test(page, "choose").count();
            test(page, "bulk").click();
            test(page, "reason").fill("the year is over");
            test(page, "sure-yes").click();
            assertThat(test(page, "bulk-outcome")).containsText(chosen + " of " + chosen + " purged.");
            assertThat(test(page, "execution-row")).hasCount(0);
            assertThat(audit()).contains("the year is over");
            assertThat(browser.complaints()) // the browser notes that the form was refused
                    .filteredOn(complaint -> !complaint.contains("status of 400"))
                    .isEmpty();
        }
    }

    /** What was heard of it last stays, and why there is nothing newer is said. */
    @Test
    @Order(7)
    void aServerThatIsDownIsNamed() throws Exception {
        var last = read("POST", "batch-servers/payroll/jobs", job("regions", Map.of(), null))
                .get("execution")
                .asLong();
        awaited("payroll", last, "COMPLETED");
        Await.until(
                "the last job is not in the list",
                LONGEST,
                () -> listed("regions")
                        .filter(one -> one.get("execution").asLong() == last
                                && one.get("state").asText().equals("COMPLETED"))
                        .isPresent());
        other.server().stop();

        assertThat(read("POST", "batch-servers/payroll/test", null).get("state").asText())
                .isEqualTo("unreachable");
        var refused = send("GET", "batch-servers/payroll/executions", null);
        assertThat(refused.statusCode()).isEqualTo(424);
        assertThat(refused.body()).contains("payroll: nobody answers at " + other.url());
        Await.until(
                "the list of jobs does not say that payroll is down",
                LONGEST,
                () -> read("GET", "jobs", null)
                        .get("servers")
                        .findValuesAsText("state")
                        .contains("unreachable"));
        assertThat(inList("regions")).isEqualTo("COMPLETED");
        try (var browser = Browser.open()) {
            var page = signedIn(browser, 1440, "light");
            page.navigate(stack.hubAddress().resolve("/#/batch-servers/payroll").toString());
            assertThat(test(page, "server-away")).containsText("nobody answers at " + other.url());
            page.navigate(stack.hubAddress().resolve("/#/jobs?host=payroll").toString());
            assertThat(test(page, "server-away")).containsText("nobody answers");
            looks(page, "batch-away");
        }
        send("DELETE", "batch-servers/payroll", null);
    }

    /** Its state in the list of all jobs; empty: it is not there. */
    private String inList(String job) throws IOException {
        return listed(job).map(one -> one.get("state").asText()).orElse("");
    }

    private Optional<JsonNode> listed(String job) throws IOException {
        for (var one : read("GET", "jobs?host=payroll", null).get("jobs")) {
            if (one.path("server").asText().equals("payroll")
                    && one.get("job").asText().equals(job)) {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }

    private JsonNode awaited(String server, long execution, String state) throws IOException {
        var path = "batch-servers/" + server + "/executions/" + execution;
        Await.until(
                "execution " + execution + " is not " + state,
                LONGEST,
                () -> read("GET", path, null).get("state").asText().equals(state));
        return read("GET", path, null);
    }

    private static Map<String, Object> job(String xml, Map<String, String> parameters, String reason) {
        var wish = new HashMap<String, Object>(Map.of("application", "shop", "jobXml", xml, "parameters", parameters));
        if (reason != null) {
            wish.put("reason", reason);
        }
        return wish;
    }

    private String trial() throws IOException {
        return read("POST", "batch-servers/trial/test", null).get("state").asText();
    }

    private void add(String name, Map<String, Object> otherwise) throws IOException {
        var form = new HashMap<String, Object>(Map.of(
                "name",
                name,
                "url",
                other.url() + "/ibm/api/batch",
                "user",
                "operator",
                "password",
                OtherServer.PASSWORD,
                "ca",
                other.ca()));
        form.putAll(otherwise);
        var added = read("POST", "batch-servers", form);
        assertThat(added.get("password").asText()).isEqualTo("set");
    }

    private void change(Map<String, Object> form) throws IOException {
        read("PATCH", "batch-servers/trial", form);
    }

    private String audit() throws IOException {
        return read("GET", "audit?limit=50", null).toString();
    }

    private JsonNode read(String method, String path, Object body) throws IOException {
        var answer = send(method, path, body);
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(path + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    private HttpResponse<String> send(String method, String path, Object body) throws IOException {
        return send("admin", stack.adminPassword(), method, path, body);
    }

    private HttpResponse<String> send(String user, String password, String method, String path, Object body)
            throws IOException {
        var pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        var request = HttpRequest.newBuilder(stack.hubAddress().resolve("/api/v1/" + path))
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair))
                .header("Content-Type", "application/json")
                .timeout(LONGEST)
                .method(
                        method,
                        body == null
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stop);
        }
    }

    private Page signedIn(Browser browser, int width, String colorScheme) throws Exception {
        var page = browser.page(stack.hubAddress().toString(), width, 900, colorScheme);
        test(page, "signin-user").fill("admin");
        test(page, "signin-password").fill(stack.adminPassword());
        test(page, "signin-submit").click();
        assertThat(test(page, "sign-out")).isVisible();
        return page;
    }

    /** As on a desk, on a phone, and at night. */
    private static void looks(Page page, String name) {
        Browser.screenshot(page, name + "-light");
        page.setViewportSize(390, 844);
        Browser.screenshot(page, name + "-phone");
        page.setViewportSize(1440, 900);
        page.emulateMedia(new Page.EmulateMediaOptions()
                .setColorScheme(ColorScheme.DARK)
                .setReducedMotion(ReducedMotion.REDUCE)); // no colour is caught on its way
        Browser.screenshot(page, name + "-dark");
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    }

    private static Locator execution(Page page, String state) {
        return page.locator("[data-test=execution][data-state=" + state + "]");
    }

    private static Locator row(Page page, String job) {
        return page.locator("[data-test=execution-row][data-job=" + job + "]");
    }

    private static LocatorAssertions.IsVisibleOptions within() {
        return new LocatorAssertions.IsVisibleOptions().setTimeout((double) LONGEST.toMillis());
    }

    private static Locator test(Page page, String name) {
        return page.locator("[data-test=" + name + "]");
    }
}
