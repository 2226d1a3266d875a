package io.pulsefleet.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PageAssertions;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Windows that are past are read by a job with parameters: asked for in a form, watched, stopped, gone on with, asked for again. */
class BackfillIT {

    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Pattern KNOWN = Pattern.compile("there are \\[([^],]+)]");
    private static final Pattern RUN = Pattern.compile(".*#/jobs/[^/]+/[^/]+/\\d+$");
    private static final double PATIENCE_MS = 60_000;

    private static Stack stack;
    private static HubClient hub;
    private static String agent;
    private static Instant from;

    @BeforeAll
    static void anAgentThatAsksSlowQueries() throws Exception {
        from = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(40, ChronoUnit.HOURS);
        stack = Stack.beside(Shared.emptyFolder("backfill"), Shared.QUICK);
        var home = Files.createDirectories(stack.config().data().resolve("agent"));
        Files.writeString(
                home.resolve("queries.json"),
                "{\"slow\": {\"sql\": \"SELECT pg_sleep(1)\", \"type\": \"single_value\"}}");
        Files.writeString(home.resolve(".env"), """
                PULSE_QUERIES_EVERY=1d
                PULSE_QUERIES_DB_HOST=127.0.0.1
                PULSE_QUERIES_DB_PORT=%d
                PULSE_QUERIES_DB_NAME=pulse
                PULSE_QUERIES_DB_USER=pulse
                PULSE_QUERIES_DB_PASSWORD=%s
                """.formatted(stack.databasePort(), stack.databasePassword()));
        stack.start();
        hub = new HubClient(stack.hubAddress(), stack.adminPassword());
        Await.until(
                "the agent has not told its commands",
                LONGEST,
                () -> hub.get("/api/v1/commands/channels")
                        .at("/channels/0/connected")
                        .asBoolean());
        agent = hub.get("/api/v1/commands/channels").at("/channels/0/agent").asText();
        hub.patch("/api/v1/agents/" + agent, "{\"group\":\"web\"}");
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            stack.close();
        }
    }

    @Test
    void itIsStartedByAFormWatchedStoppedGoneOnWithAndStartedAgainOtherwise() throws Exception {
        try (var browser = Browser.open()) {
            var page = signedIn(browser);
            page.navigate(
                    stack.hubAddress().resolve("/#/hosts/" + agent + "/jobs").toString());
            test(page, "start-backfill").click();
            aFormThatSaysWhatIsWrong(page);

            assertThat(page).hasURL(RUN, new PageAssertions.HasURLOptions().setTimeout(PATIENCE_MS));
            assertThat(test(page, "execution")).hasAttribute("data-state", "STARTED");
            Await.until("no window is read", LONGEST, () -> windows() > 0);
            test(page, "look").click();
            assertThat(test(page, "progress")).hasText(Pattern.compile("[1-9]\\d? of 8 .*"), soon());
            assertThat(test(page, "eta")).containsText("if it goes on like that");
            assertThat(test(page, "parameters")).containsText("1h");
            Browser.screenshot(page, "backfill-running");
            test(page, "stop").click();
            test(page, "sure-yes").click();
            assertThat(executionIn(page, "STOPPED")).isVisible(seenSoon());

            var stopped = page.url();
            test(page, "restart").click();
            test(page, "sure-yes").click();
            page.waitForURL(url -> !url.equals(stopped));
            assertThat(executionIn(page, "COMPLETED")).isVisible(seenSoon());
            Await.until("not all windows are stored", LONGEST, () -> windows() >= 8);
            assertThat(told())
                    .extracting(window -> window.get("start").asText())
                    .as("each is read once, whoever of the two has read it")
                    .doesNotHaveDuplicates();

            var restarted = page.url();
            test(page, "again").click();
            assertThat(test(page, "ask-job")).hasValue("queries");
            assertThat(test(page, "ask-step")).hasValue("1h");
            assertThat(test(page, "ask-from")).hasValue(from.toString());
            test(page, "ask-to").fill(from.plus(1, ChronoUnit.HOURS).toString());
            test(page, "start-submit").click();
            assertThat(page).hasURL(RUN, new PageAssertions.HasURLOptions().setTimeout(PATIENCE_MS));
            assertThat(page).not().hasURL(restarted);
            assertThat(executionIn(page, "COMPLETED")).isVisible(seenSoon());
            assertThat(test(page, "parameters"))
                    .containsText(from.plus(1, ChronoUnit.HOURS).toString());
            page.navigate(stack.hubAddress().resolve("/#/jobs?job=backfill").toString());
            assertThat(page.locator("[data-test=job] [data-test=start]")).hasCount(0); // it must be told what to read
            assertThat(page.locator("[data-test=job] [data-test=again]")).hasCount(1);

            onAllHostsOfAGroup(page);
        }
        assertThat(hub.get("/api/v1/audit?action=command.ask").toString()).contains("they were missing");
    }

    /** From the page of the schedules; without a target all databases are read. */
    private static void onAllHostsOfAGroup(Page page) throws Exception {
        page.navigate(stack.hubAddress()
                .resolve("/#/jobs/schedules?layer=group/web&job=queries")
                .toString());
        test(page, "to-past").click();
        assertThat(test(page, "where")).hasValue("group/web");
        assertThat(test(page, "ask-job")).hasValue("queries");
        test(page, "ask-from").fill(from.minus(3, ChronoUnit.HOURS).toString());
        test(page, "ask-to").fill(from.minus(1, ChronoUnit.HOURS).toString());
        test(page, "ask-step").fill("1h");
        test(page, "start-submit").click();
        assertThat(test(page, "sure")).containsText("Start backfill on 1 host?");
        Browser.screenshot(page, "start-job-group");
        test(page, "sure-yes").click();
        assertThat(test(page, "outcome")).containsText("1 of 1 started.", contained());
        Await.until(
                "the two windows before are not stored",
                LONGEST,
                () -> hub.get("/api/v1/windows?limit=100&agent=" + agent + "&from=" + from.minus(3, ChronoUnit.HOURS)
                                        + "&to=" + from)
                                .get("windows")
                                .size()
                        == 2);
        page.locator("[data-test=outcome] a").click();
        assertThat(page.locator("[data-test=job][data-job=backfill][data-state=COMPLETED]"))
                .isVisible(seenSoon());
    }

    /** Beside the field: what the description forbids, and what the agent does. */
    private static void aFormThatSaysWhatIsWrong(Page page) {
        test(page, "start-submit").click();
        assertThat(test(page, "wrong-job")).hasText("is missing.");
        assertThat(test(page, "wrong-step")).hasText("");
        test(page, "ask-job").fill("queries");
        test(page, "ask-target").fill("nowhere");
        test(page, "ask-from").fill("yesterday");
        test(page, "ask-to").fill(from.minus(1, ChronoUnit.HOURS).toString());
        test(page, "ask-step").fill("1h");
        test(page, "start-submit").click();
        assertThat(test(page, "wrong-job")).hasText("");
        assertThat(test(page, "wrong-from")).hasText("must be as it is described here.");
        assertThat(test(page, "ask-from")).isFocused();
        Browser.screenshot(page, "start-job-wrong");

        test(page, "ask-from").fill(from.toString());
        test(page, "start-submit").click();
        assertThat(test(page, "wrong-from")).hasText("'from' must be before 'to'.");
        test(page, "ask-to").fill(from.plus(8, ChronoUnit.HOURS).toString());
        test(page, "start-submit").click();
        assertThat(test(page, "outcome")).containsText("no database 'nowhere' is asked");
        var known = KNOWN.matcher(test(page, "outcome").textContent());
        assertThat(known.find()).isTrue();
        test(page, "ask-target").fill(known.group(1));
        test(page, "reason").fill("they were missing");
        Browser.screenshot(page, "start-job");
        test(page, "ask-step").press("Enter");
    }

    private static JsonNode told() throws IOException {
        return hub.get("/api/v1/windows?limit=100&agent=" + agent + "&from=" + from)
                .get("windows");
    }

    private static int windows() throws IOException {
        return hub.get("/api/v1/windows?limit=100&agent=" + agent + "&from=" + from)
                .get("windows")
                .size();
    }

    private static Page signedIn(Browser browser) throws Exception {
        var page = browser.page(stack.hubAddress().toString(), 1440, 900, "light");
        test(page, "signin-user").fill("admin");
        test(page, "signin-password").fill(stack.adminPassword());
        test(page, "signin-submit").click();
        assertThat(test(page, "sign-out")).isVisible();
        return page;
    }

    private static Locator test(Page page, String name) {
        return page.locator("[data-test=" + name + "]");
    }

    private static Locator executionIn(Page page, String state) {
        return page.locator("[data-test=execution][data-state=" + state + "]");
    }

    private static LocatorAssertions.HasTextOptions soon() {
        return new LocatorAssertions.HasTextOptions().setTimeout(PATIENCE_MS);
    }

    private static LocatorAssertions.ContainsTextOptions contained() {
        return new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE_MS);
    }

    private static LocatorAssertions.IsVisibleOptions seenSoon() {
        return new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE_MS);
    }
}
