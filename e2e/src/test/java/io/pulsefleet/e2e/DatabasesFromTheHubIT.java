package io.pulsefleet.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import io.pulsefleet.embedded.Scratch;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A database that the hub has its agent watch, from the form to the figures and out again (PG-10). One story in parts. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DatabasesFromTheHubIT {

    private static final Duration LONGEST = Duration.ofMinutes(4);
    private static final LocatorAssertions.HasAttributeOptions PATIENTLY =
            new LocatorAssertions.HasAttributeOptions().setTimeout(90_000);
    private static final String PASSWORD = "s3cret-of-the-watcher";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Browser browser;
    private static Stack stack;
    private static Scratch watched;
    private static HubClient hub;

    @BeforeAll
    static void anAgentAndADatabaseThatItDoesNotWatch() throws Exception {
        browser = Browser.open();
        watched = Scratch.start(
                Shared.emptyFolder("from-the-hub-watched"),
                Installation.ofBuild().postgres(),
                Optional.empty(),
                Ports.free(),
                Map.of());
        var given = new HashMap<>(Shared.QUICK);
        given.put("PULSE_PG_LOG_HUB_FOLDERS", "none");
        stack = Stack.beside(Shared.emptyFolder("from-the-hub"), given);
        stack.startPostgres();
        stack.startHub();
        stack.hub().awaitReady(LONGEST);
        stack.startAgent();
        hub = new HubClient(stack.hubAddress(), stack.adminPassword());
        Await.until("no agent", LONGEST, () -> hub.onlyAgent().isPresent());
        execute("CREATE ROLE watcher LOGIN PASSWORD '" + PASSWORD + "' IN ROLE pg_read_all_stats");
    }

    @AfterAll
    static void close() {
        if (stack != null) {
            stack.close();
        }
        if (watched != null) {
            watched.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    @Order(1)
    void oneThatIsTriedAndAddedInTheConsoleHasFiguresSoon() throws Exception {
        var page = signedIn(1440, "light");
        page.navigate(stack.hubAddress() + "#/databases");
        test(page, "database-add").click();
        assertThat(test(page, "watch-agent").locator("option")).hasCount(1);
        Browser.screenshot(page, "database-add");

        test(page, "watch-save").click();
        assertThat(test(page, "wrong-name")).containsText("must be 1 to 40");
        assertThat(test(page, "wrong-host")).isVisible();
        assertThat(test(page, "wrong-user")).isVisible();
        Browser.screenshot(page, "database-add-mistakes");

        test(page, "watch-name").fill("shop");
        test(page, "watch-host").fill("127.0.0.1");
        test(page, "watch-port").fill(Integer.toString(watched.port()));
        test(page, "watch-user").fill("watcher");
        test(page, "watch-password").fill("wrong");
        test(page, "watch-try").click();
        assertThat(test(page, "tried")).hasAttribute("data-state", "wrong_password", PATIENTLY);
        Browser.screenshot(page, "database-tried-wrong");

        test(page, "watch-password").fill(PASSWORD);
        test(page, "watch-try").click();
        assertThat(test(page, "tried")).hasAttribute("data-state", "trouble", PATIENTLY);
        assertThat(test(page, "tried").locator("[data-part=statements]")).hasAttribute("data-state", "no_extension");
        assertThat(test(page, "tried-grants")).containsText("CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
        Browser.screenshot(page, "database-tried");

        test(page, "watch-save").click();
        var row = page.locator("[data-test=database-row][data-target=shop]");
        assertThat(row.locator("[data-test=state]")).hasAttribute("data-state", "trouble", PATIENTLY);
        Browser.screenshot(page, "databases-from-the-hub");
        assertThat(rowOf("shop").orElseThrow().at("/settings/state").asText()).isEqualTo("watched");
        Await.until(
                "no figures",
                LONGEST,
                () -> !hub.series(
                                hub.onlyAgent().orElseThrow().get("id").asText(),
                                "postgresql.backends",
                                Instant.now().minusSeconds(600),
                                Duration.ofSeconds(10))
                        .get("series")
                        .isEmpty());
        assertThat(browser.complaints()).allMatch(text -> text.contains("status of 400"));
    }

    @Test
    @Order(2)
    void anotherPasswordIsTakenWithoutARestart() throws Exception {
        patch("{\"password\":\"wrong\"}");
        Await.until("not down", LONGEST, () -> stateOf("shop").equals("down"));
        assertThat(rowOf("shop").orElseThrow().at("/states/0/state").asText()).isEqualTo("wrong_password");
        assertThat(rowOf("shop").orElseThrow().at("/states/0/remedy").asText())
                .contains("user and password in its settings at the hub");

        patch("{\"password\":\"" + PASSWORD + "\"}");
        Await.until("not up again", LONGEST, () -> stateOf("shop").equals("trouble"));
    }

    @Test
    @Order(3)
    void anAgentThatStartsWithoutAHubGoesOnAndThePasswordIsNowhereToBeRead() throws Exception {
        stack.hub().stop();
        stack.agent().stop();
        Await.until("still connected", LONGEST, () -> connections() == 0);
        stack.startAgent();
        Await.until("not connected again", LONGEST, () -> connections() == 1);
        stack.agent().awaitReady(LONGEST);

        var agent = new HubClient(stack.agentAddress(), stack.adminPassword());
        assertThat(agent.get("/api/v1/agent").toString())
                .contains("\"name\":\"shop\"")
                .doesNotContain(PASSWORD);
        assertThat(agent.get("/api/v1/databases").toString()).isEqualTo("{\"databases\":[\"shop\"]}");
        var plan = stack.config().data().resolve("agent/plan.json");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(plan)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(stack.config().data().resolve("hub/secret-key"))))
                .isEqualTo("rw-------");
        try (var files = Files.walk(stack.config().data())) {
            assertThat(files.filter(Files::isRegularFile).filter(DatabasesFromTheHubIT::holdsThePassword))
                    .as("not in the database, not in a log")
                    .containsExactly(plan);
        }
        stack.startHub();
        stack.hub().awaitReady(LONGEST);
    }

    @Test
    @Order(4)
    void whatIsInTheAgentsWayIsSaid() throws Exception {
        patch("{\"log_files\":\"/var/log/postgresql/*.log\"}");

        Await.until(
                "no state",
                LONGEST,
                () -> rowOf("shop").orElseThrow().at("/settings/state").asText().equals("log_not_allowed"));
        var page = signedIn(390, "dark");
        page.navigate(stack.hubAddress() + "#/databases");
        test(page, "database-change").click();
        assertThat(test(page, "watch-detail")).containsText("PULSE_PG_LOG_HUB_FOLDERS");
        test(page, "watch-try").click();
        assertThat(test(page, "tried")).hasAttribute("data-state", "trouble", PATIENTLY);
        test(page, "watch-host").fill("elsewhere");
        test(page, "watch-save").click();
        assertThat(test(page, "wrong-password")).containsText("given again");
        Browser.screenshot(page, "database-change-phone-dark");
        assertThat(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .isEqualTo(0);
        assertThat(browser.complaints())
                .filteredOn(text -> !text.contains("status of 400"))
                .isEmpty();
    }

    @Test
    @Order(5)
    void oneThatIsRemovedIsLeft() throws Exception {
        var page = signedIn(1440, "dark");
        page.navigate(stack.hubAddress() + "#/databases");
        Browser.screenshot(page, "databases-from-the-hub-dark");
        test(page, "database-change").click();
        test(page, "watch-remove").click();
        assertThat(test(page, "watch-removal")).containsText("its stored password is deleted");
        Browser.screenshot(page, "database-remove-dark");
        test(page, "watch-remove-surely").click();

        assertThat(test(page, "notice")).containsText("No PostgreSQL server yet");
        Browser.screenshot(page, "databases-none-dark");
        Await.until("still connected", LONGEST, () -> connections() == 0);
        assertThat(rowOf("shop")).isEmpty();
        var agent = new HubClient(stack.agentAddress(), stack.adminPassword());
        assertThat(agent.get("/api/v1/databases").toString()).isEqualTo("{\"databases\":[]}");
        assertThat(browser.complaints()).isEmpty();
    }

    private static boolean holdsThePassword(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(PASSWORD);
        } catch (IOException goneMeanwhile) {
            return false;
        }
    }

    private static Optional<JsonNode> rowOf(String target) throws IOException {
        for (var row : hub.get("/api/v1/databases").get("databases")) {
            if (row.get("target").asText().equals(target)) {
                return Optional.of(row);
            }
        }
        return Optional.empty();
    }

    private static String stateOf(String target) throws IOException {
        return rowOf(target).map(row -> row.get("state").asText()).orElse("none");
    }

    private static void patch(String change) throws Exception {
        var id = rowOf("shop").orElseThrow().at("/settings/id").asText();
        var answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(stack.hubAddress() + "/api/v1/databases/" + id))
                                .header("Content-Type", "application/json")
                                .header(
                                        "Authorization",
                                        "Basic "
                                                + Base64.getEncoder()
                                                        .encodeToString(("admin:" + stack.adminPassword())
                                                                .getBytes(StandardCharsets.UTF_8)))
                                .method("PATCH", BodyPublishers.ofString(change))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(JSON.readTree(answer.body()).get("password").asText()).isEqualTo("set");
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(watched.jdbcUrl("postgres"), Scratch.SUPERUSER, "");
    }

    private static void execute(String sql) throws Exception {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int connections() throws IOException {
        try (var connection = connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery(
                        "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'pulsefleet-pg-stat'")) {
            row.next();
            return row.getInt(1);
        } catch (SQLException notNow) {
            throw new IOException(notNow);
        }
    }

    private static Page signedIn(int width, String colorScheme) throws Exception {
        var page = browser.page(stack.hubAddress().toString(), width, 900, colorScheme);
        test(page, "signin-user").fill("admin");
        test(page, "signin-password").fill(stack.adminPassword());
        test(page, "signin-submit").click();
        assertThat(test(page, "sign-out")).isVisible();
        return page;
    }

    private static Locator test(Page page, String name) {
        return page.locator("[data-test=" + name + "]");
    }
}
