package io.pulsefleet.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Pages that are told what is new while they are open, and charts that move each second (SP-09). */
class LiveIT {

    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final String USUAL = "PT10S";

    private static Browser browser;
    private static Stack stack;
    private static HubClient hub;

    @BeforeAll
    static void start() throws Exception {
        browser = Browser.open();
        stack = Stack.beside(Shared.emptyFolder("live"), Map.of());
        stack.start();
        hub = new HubClient(stack.hubAddress(), stack.adminPassword());
        hub.awaitFirstReading(LONGEST);
    }

    @AfterAll
    static void end() {
        if (browser != null) {
            browser.close();
        }
        if (stack != null) {
            stack.close();
        }
    }

    @Test
    void aHostsChartsMoveEachSecondWhileSomebodyLooks() throws Exception {
        Await.until("somebody still looks", LONGEST, () -> everyOfSystem().equals(USUAL));
        var page = signedIn("light");
        page.navigate(stack.hubAddress() + "/#/hosts/" + agent());
        assertThat(test(page, "live")).isVisible(within(LONGEST));

        @SuppressWarnings("unchecked")
        var moves = (List<Number>) test(page, "chart-cpu")
                .evaluate("chart => new Promise(done => {"
                        + " const seen = [];"
                        + " setTimeout(() => done(seen), 60000);" // else a chart that stands still would be waited for
                        // for ever
                        + " new MutationObserver(() => {"
                        + "   const last = Number(chart.dataset.last);"
                        + "   if (last !== seen.at(-1)) { seen.push(last); }"
                        + "   if (seen.length === 8) { done(seen); }"
                        + " }).observe(chart, {attributes: true, attributeFilter: ['data-last']}); })");
        Browser.screenshot(page, "live-host-light");

        assertThat(moves).hasSizeGreaterThanOrEqualTo(8);
        assertThat(moves.get(7).doubleValue() - moves.get(0).doubleValue())
                .as("8 moments, a second apart but for one or two that came late: %s", moves)
                .isLessThan(12);
        assertThat(everyOfSystem()).isEqualTo("PT1S");

        page.navigate(stack.hubAddress() + "/#/fleet");
        Await.until("it goes on each second", LONGEST, () -> everyOfSystem().equals(USUAL));
        assertThat(browser.complaints()).isEmpty();
        page.context().close();
    }

    @Test
    void pagesFindBackToAHubThatWasStartedAnew() throws Exception {
        var page = signedIn("dark");
        var root = page.locator("html");
        assertThat(root).hasAttribute("data-live", "fleet", has(LONGEST));

        stack.hub().kill();
        assertThat(page.locator("#banner")).isVisible(within(LONGEST));
        assertThat(root).hasAttribute("data-live", "");
        Browser.screenshot(page, "live-away-dark");
        stack.startHub();
        stack.hub().awaitReady(LONGEST);

        assertThat(page.locator("#banner"))
                .isHidden(new LocatorAssertions.IsHiddenOptions().setTimeout((double) LONGEST.toMillis()));
        assertThat(root).hasAttribute("data-live", "fleet", has(LONGEST));
        page.context().close();
    }

    @Test
    void aPageIsToldWhatItLooksAtAndNothingElse() throws Exception {
        var cookie = LookingPage.signIn(stack.hubAddress(), "admin", stack.adminPassword());
        try (var page = LookingPage.open(stack.hubAddress(), cookie);
                var other = LookingPage.open(stack.hubAddress(), cookie)) {
            assertThat(page.look("host:" + agent(), "jobs", "nothing", "host:1").toString())
                    .isEqualTo("{\"looks\":[\"host:%s\",\"jobs\"],\"refused\":[\"nothing\",\"host:1\"]}"
                            .formatted(agent()));
            assertThat(other.look("fleet", "uptime").toString()).isEqualTo("{\"looks\":[\"fleet\",\"uptime\"]}");

            assertThat(page.next("new").get("new").get(0).asText()).isEqualTo("host:" + agent());
            stack.agent().kill();
            assertThat(other.next("new").toString()).isEqualTo("{\"new\":[\"fleet\"]}");
        } finally {
            stack.startAgent();
            stack.agent().awaitReady(LONGEST);
        }
    }

    @Test
    void readingsComeAsTheyAreStored() throws Exception {
        var cookie = LookingPage.signIn(stack.hubAddress(), "admin", stack.adminPassword());
        try (var page = LookingPage.open(stack.hubAddress(), cookie)) {
            page.look("readings:" + agent());
            var told = new HashSet<String>();
            var memory = new HashSet<String>(); // the hashes of the sets that have it
            for (int itsFrames = 0; itsFrames < 2; ) {
                var message = page.next("frames");
                assertThat(message.get("agent").asText()).isEqualTo(agent());
                for (var set : message.get("sets")) {
                    assertThat(set.get("target").asText()).isEqualTo("host");
                    assertThat(told.add(set.get("hash").asText()))
                            .as("it is told once: %s", set)
                            .isTrue();
                    if (set.findValuesAsText("metric").contains("system.memory.usage")) {
                        memory.add(set.get("hash").asText());
                    }
                }
                var named = message.get("frames").findValuesAsText("set");
                assertThat(told).containsAll(named);
                itsFrames += named.stream().anyMatch(memory::contains) ? 1 : 0;
            }
        }
    }

    @Test
    void onlyPagesOfOursWithASignInAreLetIn() throws Exception {
        var address = stack.hubAddress();
        var cookie = LookingPage.signIn(address, "admin", stack.adminPassword());
        assertThat(LookingPage.statusOf(address, cookie, address.toString())).isEqualTo(101);
        assertThat(LookingPage.statusOf(address, "other=1", address.toString())).isEqualTo(401);
        assertThat(LookingPage.statusOf(address, cookie.replaceFirst("=.*", "=wrong"), address.toString()))
                .isEqualTo(401);
        assertThat(LookingPage.statusOf(address, cookie, "http://elsewhere.example"))
                .as("a page of another site, in the same browser")
                .isEqualTo(401);

        try (var page = LookingPage.open(address, cookie)) {
            page.say("{\"look\":\"everything\"}");
            Await.until("nonsense is not answered", LONGEST, () -> page.end() == 4400);
        }
        try (var page = LookingPage.open(address, cookie)) {
            for (int i = 0; i < 100; i++) {
                page.say("{\"look\":[]}");
            }
            Await.until("a flood is taken", LONGEST, () -> page.end() == 4429);
        }
    }

    /** SP-13 */
    @Test
    void whoSeesSomeHostsIsToldOfThoseAndWhoIsSignedOutOfNone() throws Exception {
        var secret = "a-zebra-reads-42-maps";
        hub.post(
                "/api/v1/users",
                "{\"name\": \"gus\", \"role\": \"viewer\", \"groups\": [\"elsewhere\"], \"password\": \"%s\"}"
                        .formatted(secret));
        var cookie = LookingPage.signIn(stack.hubAddress(), "gus", secret);
        try (var page = LookingPage.open(stack.hubAddress(), cookie)) {
            assertThat(page.look("fleet", "host:" + agent(), "readings:" + agent(), "uptime")
                            .toString())
                    .isEqualTo("{\"looks\":[\"fleet\"],\"refused\":[\"host:%1$s\",\"readings:%1$s\",\"uptime\"]}"
                            .formatted(agent()));

            LookingPage.signOut(stack.hubAddress(), cookie);
            Await.until("who is signed out is told more", LONGEST, () -> page.end() == 4401);
        }
    }

    private static String everyOfSystem() throws IOException {
        var agent = new HubClient(stack.agentAddress(), stack.adminPassword());
        for (var job : agent.get("/api/v1/jobs").get("jobs")) {
            if (job.get("name").asText().equals("system")) {
                return job.get("every").asText();
            }
        }
        return "";
    }

    private static String agent() throws IOException {
        return hub.onlyAgent().orElseThrow().get("id").asText();
    }

    private static Page signedIn(String scheme) throws Exception {
        var page = browser.page(stack.hubAddress().toString(), 1440, 900, scheme);
        test(page, "signin-user").fill("admin");
        test(page, "signin-password").fill(stack.adminPassword());
        test(page, "signin-submit").click();
        assertThat(test(page, "fleet-row")).isVisible();
        return page;
    }

    private static LocatorAssertions.IsVisibleOptions within(Duration longest) {
        return new LocatorAssertions.IsVisibleOptions().setTimeout((double) longest.toMillis());
    }

    private static LocatorAssertions.HasAttributeOptions has(Duration longest) {
        return new LocatorAssertions.HasAttributeOptions().setTimeout((double) longest.toMillis());
    }

    private static Locator test(Page page, String name) {
        return page.locator("[data-test=" + name + "]");
    }
}
