package io.pulsefleet.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Settings that the hub gives to a real agent, which follows them or takes them back (SP-08, UO-05). One story in parts. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FleetSettingsIT {

    private static final Duration LONGEST = Duration.ofMinutes(3);
    private static final LocatorAssertions.HasAttributeOptions PATIENTLY =
            new LocatorAssertions.HasAttributeOptions().setTimeout(90_000);
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Stack stack;
    private static HubClient hub;
    private static String agent;

    @BeforeAll
    static void anAgentThatMayRestartItself() throws Exception {
        var given = new HashMap<>(Shared.QUICK);
        given.put("PULSE_SETTINGS_RESTART", "on");
        given.put("PULSE_SETTINGS_RESTART_WITHIN", "1s");
        given.put("PULSE_SETTINGS_TRIAL", "20s");
        stack = Stack.beside(Shared.emptyFolder("fleet-settings"), given);
        stack.startPostgres();
        stack.startHub();
        stack.hub().awaitReady(LONGEST);
        stack.startAgent();
        hub = new HubClient(stack.hubAddress(), stack.adminPassword());
        Await.until("no agent", LONGEST, () -> hub.onlyAgent().isPresent());
        agent = hub.onlyAgent().orElseThrow().get("id").asText();
        Await.until(
                "it does not say what it knows",
                LONGEST,
                () -> settings().get("state").asText().equals("in_force"));
    }

    @AfterAll
    static void close() {
        if (stack != null) {
            stack.close();
        }
    }

    @Test
    @Order(1)
    void theHubKnowsEachSettingAndWhichAreTheHostsOwn() throws Exception {
        assertThat(of("pulse.heartbeat.every").get("layer").asText()).isEqualTo("own");
        assertThat(of("pulse.processes.every").toString())
                .contains("\"layer\":\"default\"", "\"place\":\"AT_ONCE\"", "\"byDefault\":\"10s\"");
        assertThat(of("pulse.join.token").get("place").asText()).isEqualTo("SECRET");
    }

    @Test
    @Order(2)
    void anIntervalIsInForceAtOnceAndTheVisitsFollow() throws Exception {
        var process = stack.agent().pid();
        put(0, "{\"processes.every\":\"1s\"}");

        awaitState("in_force");
        assertThat(of("pulse.processes.every").get("layer").asText()).isEqualTo("global");
        var since = Instant.now();
        Await.until("its visits do not follow", LONGEST, () -> pointsSince(since) >= 5);
        assertThat(Duration.between(since, Instant.now())).isLessThan(Duration.ofSeconds(40));
        assertThat(stack.agent().pid()).isEqualTo(process);
        assertThat(stack.agent().isAlive()).isTrue();
    }

    @Test
    @Order(3)
    void oneThatNeedsARestartHasOne() throws Exception {
        put(1, "{\"processes.every\":\"1s\",\"spool.limit\":\"200MB\"}");

        startAgainWhenItEnds();
        awaitState("in_force");
        assertThat(of("pulse.spool.limit").get("value").asText()).isEqualTo("200MB");
        Await.until(
                "the roll-out is not over",
                LONGEST,
                () -> rollout().get("state").asText().equals("done"));
        assertThat(rollout().get("acknowledged").asInt()).isEqualTo(1);
    }

    @Test
    @Order(4)
    void oneWithWhichItCannotReachTheHubIsTakenBackByItself() throws Exception {
        put(2, "{\"processes.every\":\"1s\",\"spool.limit\":\"200MB\",\"hub.answer.timeout\":\"1ms\"}");

        startAgainWhenItEnds(); // to try it
        startAgainWhenItEnds(); // to be without it
        awaitState("rolled_back");
        assertThat(settings().get("detail").asText()).isEqualTo("no two heartbeats came through within 20 s");
        Await.until("not halted", LONGEST, () -> rollout().get("state").asText().equals("halted"));
        assertThat(rollout().at("/failures/0/detail").asText()).contains("no two heartbeats");
        assertThat(hub.get("/api/v1/fleet-settings/global").get("failing").asInt())
                .isEqualTo(1);
        var since = Instant.now();
        Await.until("it is not as it was before", LONGEST, () -> pointsSince(since) >= 5);
        assertThat(stack.agent().isAlive()).as("it does not try it again").isTrue();
    }

    @Test
    @Order(5)
    void whatItsDeclarationCannotReadIsRefusedByTheAgent() throws Exception {
        put(3, "{\"processes.every\":\"0s\"}");

        awaitState("refused");
        assertThat(settings().get("detail").asText()).contains("PULSE_PROCESSES_EVERY: cannot read '0s'");

        put(4, "{\"processes.every\":\"1s\",\"spool.limit\":\"200MB\"}");
        awaitState("in_force");
        assertThat(stack.agent().isAlive()).isTrue();
    }

    @Test
    @Order(6)
    void theConsoleShowsWhatAChangeWouldDoBeforeItIsSavedAndGoesBack() throws Exception {
        try (var browser = Browser.open()) {
            var page = signedIn(browser, 1440, "light");
            page.navigate(stack.hubAddress() + "#/settings");
            page.locator("[data-name='pulse.processes.every'] [data-test=setting-value]")
                    .fill("2s");
            test(page, "setting-add").selectOption("pulse.docker.every");
            test(page, "settings-look").click();
            assertThat(test(page, "change").first()).isVisible();
            assertThat(test(page, "outlook-agent")).containsText("pulse.processes.every at once");
            Browser.screenshot(page, "fleet-settings-outlook");
            test(page, "settings-reason").fill("a quieter fleet");
            test(page, "settings-save").click();
            assertThat(test(page, "settings-outcome")).containsText("Saved as version 6");
            assertThat(test(page, "rollout")).hasAttribute("data-state", "done", PATIENTLY);
            Browser.screenshot(page, "fleet-settings");

            var phone = signedIn(browser, 390, "dark");
            phone.navigate(stack.hubAddress() + "#/settings");
            assertThat(test(phone, "version").first()).containsText("a quieter fleet");
            Browser.screenshot(phone, "fleet-settings-phone-dark");
            assertThat(phone.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                    .isEqualTo(0);
            test(phone, "revert").first().click();
            assertThat(test(phone, "version").first()).containsText("back to version 5");
            phone.navigate(stack.hubAddress() + "#/hosts/" + agent + "/settings");
            assertThat(phone.locator("[data-name='pulse.processes.every']")).containsText("the hub, for the fleet");
            Browser.screenshot(phone, "host-settings-phone-dark");
            assertThat(phone.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                    .isEqualTo(0);
            assertThat(browser.complaints()).isEmpty();
        }
    }

    /** Set for one host with what it would do shown before, followed by the agent, paused and resumed (PA-12). */
    @Test
    @Order(7)
    void aScheduleIsSetForOneHostFromTheConsoleAndPausedAndResumed() throws Exception {
        try (var browser = Browser.open()) {
            var page = signedIn(browser, 1440, "light");
            page.navigate(stack.hubAddress() + "#/jobs/schedules?job=services&layer=host/" + agent);
            test(page, "by-cron").click();
            test(page, "schedule-cron").fill("0 3 * * *");
            test(page, "schedule-zone").fill("Berlin");
            assertThat(test(page, "schedule-mistake")).containsText("names no time zone");
            test(page, "schedule-look").click();
            assertThat(test(page, "schedule-outcome")).containsText("'zone Berlin' names no time zone");
            test(page, "schedule-zone").fill("Europe/Berlin");
            test(page, "schedule-not").fill("Sat,Sun\nMon 00:00-06:00");
            test(page, "schedule-missed").selectOption("once");
            assertThat(test(page, "schedule-text"))
                    .hasText("cron 0 3 * * *; zone Europe/Berlin; not Sat,Sun; not Mon 00:00-06:00; missed once");
            assertThat(test(page, "schedule-preview").locator("li")).hasCount(5);
            var first = test(page, "schedule-preview").locator("time").first().getAttribute("datetime");
            roll(page, "at night");
            assertThat(test(page, "schedule-outcome")).containsText("Saved as version 1");
            assertThat(row(page)).containsText("cron 0 3 * * *");
            Browser.screenshot(page, "schedules");

            Await.until(
                    "the agent does not follow it",
                    LONGEST,
                    () -> rhythm().path("nextVisitAt").asText().equals(first));
            var visits = job().get("visits").asInt();
            row(page).locator("[data-test=run-now]").click();
            assertThat(test(page, "schedule-outcome")).containsText("1 host was asked");
            Await.until("no visit by hand", LONGEST, () -> job().get("visits").asInt() == visits + 1);

            row(page).locator("[data-test=pause]").click();
            roll(page, "for the evening");
            Await.until(
                    "it is not paused",
                    LONGEST,
                    () -> rhythm().path("rest").asText().equals("paused"));
            assertThat(rhythm().has("nextVisitAt") || job().has("mark"))
                    .as("late or expected")
                    .isFalse();
            page.navigate(stack.hubAddress() + "#/jobs?job=services");
            assertThat(page.locator("[data-job=services] [data-test=rest]")).containsText("Paused");
            Browser.screenshot(page, "jobs-paused");

            page.navigate(stack.hubAddress() + "#/jobs/schedules");
            row(page).locator("[data-test=resume]").click();
            roll(page, "on again");
            Await.until(
                    "it is not resumed",
                    LONGEST,
                    () -> rhythm().path("nextVisitAt").asText().equals(first));

            var phone = signedIn(browser, 390, "dark");
            phone.navigate(stack.hubAddress() + "#/jobs/schedules?job=services&layer=host/" + agent);
            assertThat(row(phone)).containsText("cron 0 3 * * *");
            Browser.screenshot(phone, "schedules-phone-dark");
            assertThat(phone.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                    .isEqualTo(0);
            assertThat(browser.complaints().stream().filter(one -> !one.contains("400")))
                    .isEmpty();
        }
    }

    private static Locator row(Page page) {
        return page.locator("[data-test=schedule][data-job=services]");
    }

    private static void roll(Page page, String reason) {
        test(page, "schedule-look").click();
        assertThat(test(page, "outlook-agent")).containsText("pulse.services.schedule at once");
        test(page, "schedule-reason").fill(reason);
        test(page, "schedule-save").click();
    }

    private static JsonNode job() throws java.io.IOException {
        return hub.get("/api/v1/jobs?job=services").at("/jobs/0");
    }

    private static JsonNode rhythm() throws java.io.IOException {
        return job().path("rhythm");
    }

    private static Page signedIn(Browser browser, int width, String colorScheme) throws Exception {
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

    /** PA-12 */
    @Test
    @Order(8)
    void anAgentThatWasOffWhenAVisitWasDueMakesItOnceAndThenRingsByCron() throws Exception {
        Await.until(
                "it is not resumed",
                LONGEST,
                () -> !rhythm().path("rest").asText().equals("paused"));
        var before = job().path("boot").asText();
        stack.agent().stop();
        java.nio.file.Files.writeString(
                stack.config().data().resolve("agent/rings.json"),
                "{\"rung\":{\"services\":\"2026-01-01T00:00:00Z\"}}");
        stack.startAgent();
        stack.agent().awaitReady(LONGEST);

        Await.until(
                "the visit is not made up for",
                LONGEST,
                () -> !job().path("boot").asText().equals(before)
                        && job().path("visits").asInt() == 1);
        putFor("host/" + agent, 3, "{\"services.schedule\":\"cron * * * * *\"}");
        Await.until(
                "it does not ring by cron", LONGEST, () -> job().path("visits").asInt() == 2);
        assertThat(Instant.parse(job().get("dueAt").asText()).getEpochSecond() % 60)
                .isZero();
    }

    @Test
    @Order(9)
    void aProcessThatDiesOnTrialIsWithoutItAtItsNextStart() throws Exception {
        stack.hub().stop();
        var kept = stack.config().data().resolve("agent/fleet-settings.json");
        var good = JSON.readTree(kept.toFile()).get("good");
        stack.agent().kill();
        java.nio.file.Files.writeString(
                kept,
                "{\"good\":" + good
                        + ",\"trial\":{\"attempt\":0,\"values\":{\"pulse.spool.limit\":\"10MB\"}},\"begun\":true}");

        stack.startAgent();
        stack.agent().awaitReady(LONGEST);

        var after = JSON.readTree(kept.toFile());
        assertThat(after.has("trial")).isFalse();
        assertThat(after.get("good")).isEqualTo(good);
        assertThat(after.at("/failed/state").asText()).isEqualTo("ROLLED_BACK");
    }

    /** As systemd does. */
    private static void startAgainWhenItEnds() throws Exception {
        stack.agent().awaitEnd(LONGEST);
        stack.startAgent();
    }

    private static void awaitState(String state) {
        Await.until(
                "not " + state, LONGEST, () -> settings().get("state").asText().equals(state));
    }

    private static JsonNode settings() throws java.io.IOException {
        return hub.get("/api/v1/agents/" + agent + "/settings");
    }

    private static JsonNode rollout() throws java.io.IOException {
        return hub.get("/api/v1/fleet-settings").get("rollout");
    }

    private static JsonNode of(String name) throws java.io.IOException {
        for (var one : settings().get("settings")) {
            if (one.get("name").asText().equals(name)) {
                return one;
            }
        }
        throw new AssertionError("no setting " + name);
    }

    private static int pointsSince(Instant since) throws java.io.IOException {
        var series = hub.series(agent, "system.thread.count", since, Duration.ofSeconds(1))
                .get("series");
        return series.isEmpty() ? 0 : series.get(0).get("at").size();
    }

    private static void put(int version, String settings) throws java.io.IOException {
        putFor("global", version, settings);
    }

    private static void putFor(String layer, int version, String settings) throws java.io.IOException {
        hub.put("/api/v1/fleet-settings/" + layer, "{\"settings\":" + settings + ",\"reason\":\"a test\"}", version);
    }
}
