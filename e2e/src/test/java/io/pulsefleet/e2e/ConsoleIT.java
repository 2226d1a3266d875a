package io.pulsefleet.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.LoadState;
import com.microsoft.playwright.options.SelectOption;
import io.pulsefleet.embedded.Postgres;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The console as its user meets it, in a real browser (SP-10). */
@ExtendWith(Shared.class)
@ResourceLock(Shared.STACK)
class ConsoleIT {

    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final int ROUNDS = Integer.getInteger("timeline.rounds", 1);
    private static final DateTimeFormatter SYSLOG =
            DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    private static Browser browser;

    private final Stack stack;

    ConsoleIT(Stack stack) {
        this.stack = stack;
    }

    @BeforeAll
    static void open() {
        browser = Browser.open();
    }

    /** They would go on asking the hub, each every few seconds. */
    @AfterEach
    void leave() {
        browser.closePages();
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void aWrongPasswordIsSaidAndARightOneOpensTheFleet() throws Exception {
        var page = browser.page(stack.hubAddress().toString(), 1440, 900, "light");
        signIn(page, "wrong");
        assertThat(test(page, "signin-error")).isVisible();

        signIn(page, stack.adminPassword());

        assertThat(test(page, "fleet-row")).hasCount(1);
        assertThat(test(page, "fleet-row").locator("[data-test=state]")).hasAttribute("data-state", "online");
        assertThat(test(page, "fleet-channel")).hasAttribute("data-channel", "open");
        assertThat(test(page, "attention")).isVisible();
        Browser.screenshot(page, "fleet-light");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void troublesThatCannotBeToldDoNotHideTheHosts() throws Exception {
        var page = browser.page(stack.hubAddress().toString(), 390, 844, "light");
        page.route(
                "**/api/v1/attention",
                route -> route.fulfill(new Route.FulfillOptions()
                        .setStatus(422)
                        .setContentType("application/problem+json")
                        .setBody("{\"status\":422,\"title\":\"Too much\",\"detail\":\"It took longer than 10 s.\"}")));
        signIn(page, stack.adminPassword());
        assertThat(test(page, "attention-untold")).containsText("It took longer than 10 s.");
        assertThat(test(page, "fleet-row")).hasCount(1);
        Browser.screenshot(page, "fleet-untold-390");

        page.unroute("**/api/v1/attention");
        assertThat(test(page, "attention")).isVisible(within(Instant.now(), LONGEST));
    }

    @Test
    void aPartOfTheConsoleThatDoesNotComeIsSaid() {
        var page = browser.page(stack.hubAddress().toString(), 390, 844, "dark");
        assertThat(test(page, "signin")).isVisible();
        page.route("**/rights.js", Route::abort);
        page.reload();
        assertThat(test(page, "not-whole")).containsText("did not load in full");
        Browser.screenshot(page, "not-whole-dark-390");

        page.unroute("**/rights.js");
        test(page, "not-whole").locator("button").click();
        assertThat(test(page, "signin")).isVisible();
    }

    /** What belongs to one page only comes when that page is opened; the others go on without it. */
    @Test
    void aPageWhosePartDoesNotComeIsSaid() throws Exception {
        var page = signedIn(stack.hubAddress(), 390, "dark");
        page.route("**/views/execution.js", Route::abort);
        page.navigate(stack.hubAddress().resolve("/#/jobs").toString());
        assertThat(test(page, "not-whole")).containsText("did not load in full");
        Browser.screenshot(page, "page-not-whole-dark-390");
        page.navigate(stack.hubAddress().resolve("/#/logs").toString());
        assertThat(test(page, "not-whole")).isHidden();

        page.unroute("**/views/execution.js");
        page.navigate(stack.hubAddress().resolve("/#/hosts/x/nonsense").toString());
        assertThat(page.locator("main")).containsText("There is no such page");
        page.navigate(stack.hubAddress().resolve("/#/jobs").toString());
        page.reload();
        assertThat(test(page, "job").first()).isVisible();
    }

    /** What a browser has once, it does not ask for again until it is another. */
    @Test
    void aConsoleThatWasSeenBeforeIsNotLoadedAgain() {
        var page = browser.page(stack.hubAddress().toString(), 1440, 900, "light");
        assertThat(test(page, "signin")).isVisible();
        page.waitForLoadState(LoadState.NETWORKIDLE);
        page.navigate("about:blank");
        page.navigate(stack.hubAddress().toString());
        assertThat(test(page, "signin")).isVisible();

        assertThat((Iterable<?>) page.evaluate("""
                () => performance.getEntriesByType('resource').filter(({name, transferSize}) => transferSize > 0 && !name.includes('/api/'))
                  .map(({name}) => name)""")).isEmpty();
        assertThat(page.evaluate("() => performance.getEntriesByType('navigation')[0].transferSize < 1000"))
                .as("the frame is asked for, and not sent")
                .isEqualTo(true);
    }

    @Test
    void theChartsOfAHostMove() throws Exception {
        var page = signedIn(stack.hubAddress(), 1440, "dark");
        test(page, "fleet-row").locator("a").first().click();

        for (var chart : List.of("cpu", "cores", "load", "memory", "filesystem", "inodes", "network")) {
            var shown = test(page, "chart-" + chart);
            shown.scrollIntoViewIfNeeded(); // what nobody sees is not asked for
            assertThat(shown).isVisible();
            assertThat(shown).not().hasAttribute("data-points", "0");
        }
        var cpu = test(page, "chart-cpu");
        cpu.scrollIntoViewIfNeeded();
        var before = cpu.getAttribute("data-last");
        assertThat(cpu)
                .not()
                .hasAttribute("data-last", before, new LocatorAssertions.HasAttributeOptions().setTimeout(30_000));
        Browser.screenshot(page, "host-dark");
        assertThat(browser.complaints()).isEmpty();
    }

    /** The jobs of all agents, steered from one page: one by itself, and several at once. */
    @Test
    void theJobsOfTheFleetAreSeenAndSteered() throws Exception {
        var page = signedIn(stack.hubAddress(), 1440, "light");
        page.navigate(stack.hubAddress().resolve("/#/jobs?job=ports,services").toString());
        assertThat(test(page, "job")).hasCount(2);
        assertThat(jobIn(page, "ports", "STARTED")).isVisible(within(Instant.now(), LONGEST));
        assertThat(jobIn(page, "services", "STARTED")).isVisible(within(Instant.now(), LONGEST));

        jobIn(page, "ports", "STARTED").locator("[data-test=stop]").click();
        assertThat(test(page, "sure")).containsText("Stop 1 job on 1 host?");
        test(page, "sure-no").click();
        assertThat(test(page, "sure")).isHidden();
        test(page, "choose-all").check();
        assertThat(test(page, "chosen")).containsText("2 jobs chosen");
        Browser.screenshot(page, "jobs-light");
        test(page, "all-stop").click();
        test(page, "sure-yes").click();
        assertThat(test(page, "steered")).hasText("2 of 2 stopped.", saidWithin(LONGEST));
        assertThat(jobIn(page, "ports", "STOPPED")).isVisible(within(Instant.now(), LONGEST));
        assertThat(jobIn(page, "services", "STOPPED")).isVisible(within(Instant.now(), LONGEST));

        test(page, "state-STOPPED").click();
        assertThat(page).hasURL(Pattern.compile(".*state=STOPPED.*"));
        assertThat(test(page, "job")).hasCount(2);
        jobIn(page, "ports", "STOPPED").locator("[data-test=restart]").click();
        test(page, "sure-yes").click();
        assertThat(test(page, "steered")).hasText("1 of 1 restarted.", saidWithin(LONGEST));
        assertThat(jobIn(page, "ports", "STOPPED")).hasCount(0); // its agent says so; the hub hears of it later
        assertThat(test(page, "job")).hasCount(1, countWithin(LONGEST));
        jobIn(page, "services", "STOPPED").locator("[data-test=start]").click();
        test(page, "sure-yes").click();
        assertThat(test(page, "steered")).hasText("1 of 1 started.", saidWithin(LONGEST));
        assertThat(test(page, "job")).hasCount(0, countWithin(LONGEST));
        test(page, "state-STOPPED").click(); // it can be taken back, though there is none like that any more
        assertThat(jobIn(page, "ports", "STARTED")).isVisible(within(Instant.now(), LONGEST));
        assertThat(jobIn(page, "services", "STARTED")).isVisible(within(Instant.now(), LONGEST));
        assertThat(browser.complaints()).isEmpty();
    }

    /** One run with its steps: looked into while it goes on, stopped, given up, compared with the one before, forgotten. */
    @Test
    void aRunOfAJobIsSeenFromInsideAndSteered() throws Exception {
        var page = signedIn(stack.hubAddress(), 1440, "light");
        page.navigate(stack.hubAddress().resolve("/#/jobs?job=processes").toString());
        jobIn(page, "processes", "STARTED").locator("[data-test=to-run]").click();
        assertThat(test(page, "execution")).hasAttribute("data-state", "STARTED");
        assertThat(page.locator("[data-test=step][data-step=visits]")).isVisible(within(Instant.now(), LONGEST));

        test(page, "stop").click();
        test(page, "reason").fill("tidied up");
        test(page, "sure-yes").click();
        assertThat(executionIn(page, "STOPPED")).isVisible(within(Instant.now(), LONGEST));
        assertThat(page.locator("[data-test=step][data-step=visits][data-state=STOPPED]"))
                .isVisible(within(Instant.now(), LONGEST));
        assertThat(new HubClient(stack.hubAddress(), stack.adminPassword())
                        .get("/api/v1/audit?action=command.ask")
                        .toString())
                .contains("tidied up", "job.stop");

        test(page, "abandon").click();
        test(page, "sure-yes").click();
        assertThat(executionIn(page, "ABANDONED")).isVisible(within(Instant.now(), LONGEST));
        var abandoned = page.url();
        test(page, "start").click();
        test(page, "sure-yes").click();
        page.waitForURL(url -> !url.equals(abandoned));
        assertThat(executionIn(page, "STARTED")).isVisible(within(Instant.now(), LONGEST));
        assertThat(test(page, "trend-took").locator("li")).hasCount(2, countWithin(LONGEST));
        test(page, "compare-with").selectOption(new SelectOption().setIndex(1));
        assertThat(test(page, "compared-readings")).isVisible();
        Browser.screenshot(page, "run-light");
        page.setViewportSize(390, 844);
        Browser.screenshot(page, "run-phone");
        page.setViewportSize(1440, 900);

        page.navigate(stack.hubAddress()
                .resolve("/#/jobs/history?job=processes&state=ABANDONED")
                .toString());
        assertThat(test(page, "run")).hasCount(1);
        Browser.screenshot(page, "runs-light");
        test(page, "run").locator("[data-test=to-run]").click();
        test(page, "forget").click();
        test(page, "sure-yes").click();
        page.waitForURL(Pattern.compile(".*/#/hosts/.*/jobs"));
        page.navigate(stack.hubAddress()
                .resolve("/#/jobs/history?job=processes&state=ABANDONED")
                .toString());
        assertThat(page.locator("main")).containsText("No run is like that");
        assertThat(browser.complaints()).isEmpty();
    }

    /** The hub's own jobs stand among those of the agents: started with a reason, seen from inside, what is left foretold. */
    @Test
    void theHubsOwnJobsAreSeenAndSteered() throws Exception {
        var hub = new HubClient(stack.hubAddress(), stack.adminPassword());
        Await.until(
                "another of the hub's jobs does not end",
                LONGEST,
                () -> hub.post("/api/v1/hub/jobs/retain").statusCode() == 202);
        var page = signedIn(stack.hubAddress(), 1440, "light");
        page.navigate(stack.hubAddress().resolve("/#/jobs?host=hub&job=retain").toString());
        assertThat(jobIn(page, "retain", "COMPLETED")).isVisible(within(Instant.now(), LONGEST));
        jobIn(page, "retain", "COMPLETED").locator("[data-test=to-run]").click();
        assertThat(executionIn(page, "COMPLETED")).isVisible();
        assertThat(page.locator("[data-test=step][data-step=retain]")).isVisible();
        test(page, "start").click();
        test(page, "reason").fill("tidied by hand");
        test(page, "sure-yes").click();
        assertThat(test(page, "outcome")).hasText("Started.");
        assertThat(test(page, "trend-took").locator("li")).not().hasCount(1, countWithin(LONGEST));
        assertThat(hub.get("/api/v1/audit?action=job.start").toString()).contains("tidied by hand");

        execute("""
                INSERT INTO job_runs (agent, boot, execution, job, state, started_at, visits, readings, skipped, errors, exit, updated_at, detail)
                VALUES (0, 'console-it', 1, 'pack', 'STARTED', now(), 1, 700, 0, 0, '', now(), %s)""".formatted("""
                '{"job":"pack","instance":1,"execution":1,"state":"STARTED","steps":[{"name":"pack","state":"STARTED","startedAt":"' || to_char(now() AT TIME ZONE 'UTC' - interval '60 s', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') || '",
                  "metrics":{"read":0,"written":700,"filtered":0,"readSkipped":0,"processSkipped":0,"writeSkipped":0,"commits":0,"rollbacks":0},"partitions":[
                    {"number":0,"state":"COMPLETED","exit":"frame_12","startedAt":"2026-11-23T10:00:00Z","endedAt":"2026-11-23T10:00:30Z","metrics":{"read":0,"written":700,"filtered":0,"readSkipped":0,"processSkipped":0,"writeSkipped":0,"commits":0,"rollbacks":0}},
                    {"number":1,"state":"STARTED","exit":"frame_13","startedAt":"2026-11-23T10:00:30Z","metrics":{"read":0,"written":0,"filtered":0,"readSkipped":0,"processSkipped":0,"writeSkipped":0,"commits":0,"rollbacks":0}},
                    {"number":2,"state":"STARTING","exit":"frame_14","metrics":{"read":0,"written":0,"filtered":0,"readSkipped":0,"processSkipped":0,"writeSkipped":0,"commits":0,"rollbacks":0}}]}]}'"""));
        page.navigate(stack.hubAddress().resolve("/#/jobs/hub/console-it/1").toString());
        assertThat(test(page, "progress")).hasText("1 of 3 parts");
        assertThat(test(page, "eta")).containsText("about 2");
        assertThat(test(page, "partition")).hasCount(2);
        assertThat(test(page, "stop")).isVisible();
        Browser.screenshot(page, "hub-run-light");
        assertThat(browser.complaints()).isEmpty();
        page.context().close(); // or it goes on asking for a run that is no more
        execute("DELETE FROM job_runs WHERE boot = 'console-it'");
    }

    /** The sign-in ends while a form is open: the page asks again, keeps what was typed, and does what was asked. */
    @Test
    void whatWasTypedOutlivesTheSignIn() throws Exception {
        var page = signedIn(stack.hubAddress(), 1440, "light");
        page.navigate(stack.hubAddress().resolve("/#/api-keys").toString());
        test(page, "newkey-name").fill("typed before");
        test(page, "newkey-pulse").check();
        page.context().clearCookies();
        test(page, "newkey-submit").click();

        assertThat(test(page, "signin-again")).containsText("What you typed is still there");
        Browser.screenshot(page, "signin-again-light");
        signIn(page, stack.adminPassword());
        assertThat(test(page, "signin-again")).hasCount(0);
        assertThat(test(page, "made-key")).isVisible();
        assertThat(page.locator("main")).containsText("typed before");

        page.context().clearCookies();
        test(page, "newkey-name").fill("not kept");
        test(page, "newkey-pulse").check();
        test(page, "newkey-submit").click();
        test(page, "signin-give-up").click();
        assertThat(page).hasURL(Pattern.compile(".*#/signin.*"));
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void howMuchIsDoneIsToldWhereAStepKnows() throws Exception {
        var page = signedIn(stack.hubAddress(), 1440, "light");

        assertThat(page.evaluate("""
                async () => {
                  const {countOf} = await import('./views/execution.js');
                  const step = (read, expected, partitions = []) => ({metrics: {read}, expected, partitions});
                  return JSON.stringify([
                    countOf(step(4, 11)),
                    countOf(step(0, 1)),
                    countOf(step(1)),
                    countOf(step(1, null, [{endedAt: 'x'}, {}, {}]))]);
                }""")).isEqualTo("""
                [{"done":4,"all":11},{"done":0,"all":1},null,{"done":1,"all":3}]""");
    }

    /** Nothing set for a host would be the pause of its group. */
    @Test
    void aHostIsResumedThoughItsGroupIsPaused() throws Exception {
        var page = signedIn(stack.hubAddress(), 1440, "light");

        assertThat(page.evaluate("""
                async () => {
                  const {kept} = await import('./views/schedules.js');
                  return JSON.stringify([kept('', 'paused'), kept('', ''), kept('cron 0 3 * * *', 'paused')]);
                }""")).isEqualTo("[\"missed skip\",\"\",\"cron 0 3 * * *\"]");
    }

    /** All that is filtered and over is forgotten together, with a reason; what goes on cannot be chosen. */
    @Test
    void runsAreForgottenTogether() throws Exception {
        execute("""
                INSERT INTO job_runs (agent, boot, execution, job, state, started_at, ended_at, visits, readings, skipped, errors, exit, updated_at)
                SELECT a.number, a.boot, 900000 + i, 'bulk-it', CASE WHEN i = 4 THEN 'STARTED' ELSE 'COMPLETED' END,
                  now() - i * interval '1 h', CASE WHEN i = 4 THEN NULL ELSE now() END, 1, 7, 0, 0, '', now() FROM agents a, generate_series(1, 4) i""");
        var page = signedIn(stack.hubAddress(), 1440, "light");
        page.navigate(stack.hubAddress().resolve("/#/jobs/history?job=bulk-it").toString());
        assertThat(test(page, "run")).hasCount(4);
        assertThat(test(page, "choose")).hasCount(3);
        test(page, "choose-all").check();
        test(page, "choose").first().uncheck();
        assertThat(test(page, "chosen")).containsText("2 runs chosen");
        Browser.screenshot(page, "runs-chosen-light");
        test(page, "choose-all").check();
        test(page, "bulk").click();
        assertThat(test(page, "sure")).containsText("Forget 3 runs?");
        test(page, "reason").fill("a trial of last week");
        execute("DELETE FROM job_runs WHERE job = 'bulk-it' AND execution = 900002"); // somebody was quicker
        test(page, "sure-yes").click();
        assertThat(test(page, "bulk-outcome")).containsText("2 of 3 forgotten.");
        assertThat(test(page, "bulk-outcome").locator("li")).containsText("900002, or it is older than runs are kept.");
        assertThat(test(page, "run")).hasCount(1);
        page.setViewportSize(390, 844);
        Browser.screenshot(page, "runs-forgotten-phone");
        assertThat(hub().get("/api/v1/audit?action=run.forget").toString()).contains("a trial of last week", "bulk-it");
        execute("DELETE FROM job_runs WHERE job = 'bulk-it'");
        assertThat(browser.complaints())
                .filteredOn(complaint -> !complaint.contains("status of 404"))
                .isEmpty();
    }

    /** What is asked of a host that is away is refused, or waits for it, as the user chooses. */
    @Test
    void aHostThatIsAwayIsNotAskedOrAskedWhenItComesBack() throws Exception {
        var agent = "00000000-0000-4000-8000-00000000c0de";
        execute("""
                INSERT INTO agents (id, token_hash, hostname, addresses, os, kernel, arch, cpus, memory_bytes, version, boot)
                VALUES ('%s', '\\x0c', 'gone-fishing', '{}', 'o', 'k', 'a', 1, 1, '1', 'b')""".formatted(agent));
        execute("""
                INSERT INTO job_runs (agent, boot, execution, job, state, started_at, visits, readings, skipped, errors, exit, updated_at)
                SELECT number, 'b', 1, 'ports', 'STARTED', now(), 1, 7, 0, 0, '', now() FROM agents WHERE id = '%s'""".formatted(agent));
        execute("""
                INSERT INTO channels SELECT '%s', hub, connected_at, now(), boot, registry, proof FROM channels LIMIT 1""".formatted(agent));
        try {
            itIsRefusedOrWaits(agent);
        } finally {
            for (var table : List.of("commands WHERE agent", "channels WHERE agent", "agents WHERE id")) {
                execute("DELETE FROM %s = '%s'".formatted(table, agent));
            }
            execute("DELETE FROM job_runs WHERE boot = 'b'");
        }
    }

    private void itIsRefusedOrWaits(String agent) throws Exception {
        var page = signedIn(stack.hubAddress(), 1440, "light");
        page.navigate(stack.hubAddress().resolve("/#/jobs?host=gone-fishing").toString());
        jobIn(page, "ports", "STARTED").locator("[data-test=stop]").click();
        assertThat(test(page, "sure")).containsText("1 host is away now.");
        test(page, "sure-yes").click();
        assertThat(test(page, "steered")).containsText("0 of 1 stopped.");
        assertThat(test(page, "steered")).containsText("The host is away; nothing was asked of it.");

        jobIn(page, "ports", "STARTED").locator("[data-test=stop]").click();
        test(page, "away").selectOption("28800");
        test(page, "reason").fill("when it is back");
        Browser.screenshot(page, "jobs-away-light");
        test(page, "sure-yes").click();
        assertThat(test(page, "steered")).containsText("1 waits for its host");
        var waiting =
                new HubClient(stack.hubAddress(), stack.adminPassword()).get("/api/v1/agents/" + agent + "/commands");
        assertThat(waiting).hasSize(1);
        assertThat(waiting.at("/0/state").asText()).isEqualTo("queued");
        assertThat(Duration.between(
                        Instant.parse(waiting.at("/0/askedAt").asText()),
                        Instant.parse(waiting.at("/0/deadline").asText())))
                .isEqualTo(Duration.ofHours(8));

        page.navigate(stack.hubAddress().resolve("/#/jobs/" + agent + "/b/1").toString());
        test(page, "stop").click();
        test(page, "sure-yes").click();
        assertThat(test(page, "outcome")).containsText("The host is away; nothing was asked of it.");
        test(page, "stop").click();
        test(page, "away").selectOption("3600");
        Browser.screenshot(page, "run-away-light");
        test(page, "sure-yes").click();
        assertThat(test(page, "outcome")).containsText("It waits until the host is back");
        assertThat(hub().get("/api/v1/agents/" + agent + "/commands"))
                .as("its steps are not asked for")
                .hasSize(2);

        page.navigate(stack.hubAddress()
                .resolve("/#/jobs/start/" + agent + "/backfill")
                .toString());
        for (var field : Map.of(
                        "job", "queries", "target", "a", "from", "2026-11-20T10:00:00Z", "to", "2026-11-20T11:00:00Z")
                .entrySet()) {
            test(page, "ask-" + field.getKey()).fill(field.getValue());
        }
        test(page, "start-submit").click();
        assertThat(test(page, "outcome")).hasText("The host is away; nothing was asked of it.");
        test(page, "away").selectOption("86400");
        Browser.screenshot(page, "start-job-away-light");
        test(page, "start-submit").click();
        assertThat(test(page, "outcome")).containsText("It waits until the host is back");
        assertThat(new HubClient(stack.hubAddress(), stack.adminPassword())
                        .get("/api/v1/agents/" + agent + "/commands")
                        .toString())
                .contains("job.backfill");
        page.context().close();
        assertThat(browser.complaints()).isEmpty();
    }

    private void execute(String sql) throws Exception {
        try (var connection = DriverManager.getConnection(
                        stack.postgres().jdbcUrl(), Postgres.USER, stack.databasePassword());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Locator executionIn(Page page, String state) {
        return page.locator("[data-test=execution][data-state=%s]".formatted(state));
    }

    private static Locator jobIn(Page page, String job, String state) {
        return page.locator("[data-test=job][data-job=%s][data-state=%s]".formatted(job, state));
    }

    private static LocatorAssertions.HasCountOptions countWithin(Duration longest) {
        return new LocatorAssertions.HasCountOptions().setTimeout((double) longest.toMillis());
    }

    private static LocatorAssertions.HasTextOptions saidWithin(Duration longest) {
        return new LocatorAssertions.HasTextOptions().setTimeout((double) longest.toMillis());
    }

    /** SP-13: who did what is found, shown with what it changed, and proven. */
    @Test
    void theAuditLogShowsWhatWasChangedAndIsVerified() throws Exception {
        var page = signedIn(stack.hubAddress(), 1440, "light");
        page.navigate(stack.hubAddress().resolve("/#/api-keys").toString());
        test(page, "newkey-name").fill("audited");
        test(page, "newkey-pulse").check();
        test(page, "newkey-submit").click();
        var key = test(page, "made-key").textContent();

        page.navigate(stack.hubAddress().resolve("/#/audit?action=api-key.*").toString());
        var deed = page.locator("[data-test=deed][data-action='api-key.make']").first();
        assertThat(deed).hasAttribute("data-outcome", "done");
        deed.locator("[data-test=deed-unfold]").click();
        assertThat(test(page, "difference")).containsText("audited");
        assertThat(page.content()).doesNotContain(key);

        test(page, "audit-verify-now").click();
        assertThat(test(page, "audit-verdict")).hasAttribute("data-state", "intact");
        Browser.screenshot(page, "audit-light");
        test(page, "audit-noted").fill("1 " + "ab".repeat(32));
        test(page, "audit-verify-now").click();
        assertThat(test(page, "audit-verdict")).hasAttribute("data-state", "forked");

        test(page, "deeds-refused").click();
        assertThat(page.locator("[data-test=deed]")).hasCount(0);
        assertThat(test(page, "notice")).isVisible();
        Browser.screenshot(page, "audit-none");

        page.setViewportSize(390, 844);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        page.navigate(stack.hubAddress().resolve("/#/audit").toString());
        page.locator("[data-test=deed-unfold]").first().click();
        assertThat(test(page, "deed-detail")).isVisible();
        Browser.screenshot(page, "audit-phone");
        page.evaluate("location = document.querySelector('[data-test=compliance-html]').href");
        assertThat(page.locator("h1")).hasText("Compliance report");
        assertThat(page.locator(".banner.good")).isVisible();
        Browser.screenshot(page, "compliance-phone");
        page.setViewportSize(1200, 900);
        Browser.screenshot(page, "compliance");
        assertThat(browser.complaints()).isEmpty();
    }

    private void aDatacenterThatTwoChange(Page page) throws Exception {
        test(page, "place-id").fill("elsewhere");
        test(page, "place-save").click();
        assertThat(test(page, "places-outcome")).containsText("There is one of that name already.");
        page.locator("[data-test=datacenter-row][data-id=elsewhere] [data-test=change]")
                .click();
        assertThat(test(page, "place-latitude")).hasValue("1.3");
        test(page, "place-name").fill("Mine");
        new HubClient(stack.hubAddress(), stack.adminPassword()).put("/api/v1/uptime/datacenters/elsewhere", """
                        {"name":"Theirs","region":"far","latitude":1.3,"longitude":103.8}""");
        test(page, "place-save").click();
        assertThat(test(page, "conflict-field")).hasCount(1);
        assertThat(test(page, "conflict-field")).containsText("Theirs");
        Browser.screenshot(page, "places-conflict");
        test(page, "conflict-over").click();
        assertThat(page.locator("[data-test=datacenter-row][data-id=elsewhere]"))
                .containsText("Mine");
        assertThat(test(page, "place-id")).hasValue("");
    }

    /** UO-01, UO-02, UO-04 to UO-06: said in the console, probed by the agent, seen in the console. */
    @Test
    void whatIsMonitoredIsSeenUpAndDown() throws Exception {
        var page = signedIn(stack.hubAddress(), 1440, "light");
        page.navigate(stack.hubAddress().resolve("/#/uptime/places").toString());
        test(page, "place-id").fill("elsewhere");
        test(page, "place-region").fill("far");
        test(page, "place-latitude").fill("1.3");
        test(page, "place-longitude").fill("103.8");
        test(page, "place-save").click();
        assertThat(test(page, "datacenter-row")).hasCount(2);
        assertThat(test(page, "map")).isVisible();
        aDatacenterThatTwoChange(page);
        test(page, "datacenter-row").nth(0).locator("[data-test=remove]").click(); // from there nobody probes
        assertThat(test(page, "datacenter-row")).hasCount(1);
        test(page, "place-schedule").fill("1s");
        test(page, "place-every_seconds").fill("1");
        test(page, "place-timeout_ms").fill("1000");
        test(page, "schedule-save").click();
        assertThat(test(page, "schedules")).containsText("1s");
        assertThat(test(page, "datacenter-row").locator("[data-test=prober]"))
                .isVisible(within(Instant.now(), LONGEST));

        page.navigate(stack.hubAddress().resolve("/#/uptime/add").toString());
        test(page, "monitor-name").fill("The hub itself");
        test(page, "monitor-schedule").selectOption("1s");
        test(page, "monitor-check-url")
                .fill(stack.hubAddress().resolve("/api/v1/about").toString());
        test(page, "monitor-assertions").fill("status == 200\njson $.serves = \"hub\"");
        test(page, "monitor-save").click();
        assertThat(test(page, "wrong-assertions")).containsText("15");
        test(page, "monitor-assertions").fill("status == 200\njson $.serves == \"hub\"");
        test(page, "monitor-save").click();
        assertThat(page.locator("h1 + [data-test=state]"))
                .hasAttribute("data-state", "up", new LocatorAssertions.HasAttributeOptions().setTimeout(60_000));
        assertThat(test(page, "beat-row").locator("i.up").first()).isVisible(within(Instant.now(), LONGEST));
        assertThat(test(page, "chart-phases"))
                .not()
                .hasAttribute("data-points", "0", new LocatorAssertions.HasAttributeOptions().setTimeout(60_000));
        Browser.screenshot(page, "monitor-light");

        page.navigate(stack.hubAddress().resolve("/#/uptime/add").toString());
        test(page, "monitor-kind").selectOption("tcp");
        test(page, "monitor-name").fill("Nobody");
        test(page, "monitor-schedule").selectOption("1s");
        test(page, "monitor-check-host").fill("127.0.0.1");
        test(page, "monitor-check-port").fill(Integer.toString(Ports.free()));
        test(page, "monitor-retries").fill("0");
        test(page, "monitor-save").click();
        assertThat(page.locator("h1 + [data-test=state]"))
                .hasAttribute("data-state", "down", new LocatorAssertions.HasAttributeOptions().setTimeout(60_000));
        assertThat(test(page, "failure").first())
                .hasAttribute("data-error", "REFUSED", new LocatorAssertions.HasAttributeOptions().setTimeout(60_000));

        page.navigate(stack.hubAddress().resolve("/#/uptime?state=down").toString());
        assertThat(test(page, "monitor-row")).hasCount(1);
        assertThat(test(page, "monitor-row")).hasAttribute("data-name", "Nobody");
        Browser.screenshot(page, "monitors-light");
        assertThat(browser.complaints()) // the refused assertion, a name that was taken, and the second of two
                .allMatch(text -> text.contains("status of 400") || text.contains("status of 412"));
    }

    /** UO-01, UO-02, UO-05: what is tried shows what a heartbeat would say, from any agent, and nothing is saved. */
    @Test
    void whatIsTriedIsShownBeforeItIsSaved() throws Exception {
        var page = signedIn(stack.hubAddress(), 1440, "light");
        page.navigate(stack.hubAddress().resolve("/#/uptime/add").toString());
        test(page, "monitor-check-url")
                .fill(stack.hubAddress().resolve("/api/v1/about").toString());
        test(page, "monitor-assertions").fill("status = 200");
        test(page, "trial-start").click();
        assertThat(test(page, "wrong-assertions")).containsText("8"); // the character
        test(page, "monitor-assertions").fill("status == 200\njson $.serves == \"agent\"");
        test(page, "trial-start").click();
        assertThat(test(page, "trial-state")).hasAttribute("data-state", "down", soon());
        assertThat(test(page, "trial-error")).hasText("ASSERTION");
        assertThat(test(page, "judged-one")).hasCount(2);
        assertThat(test(page, "judged-one").nth(0)).hasAttribute("data-holds", "true");
        assertThat(test(page, "judged-one").nth(1)).hasAttribute("data-holds", "false");
        assertThat(test(page, "judged-one").nth(1)).containsText("it is \"hub\"");
        assertThat(test(page, "phase-bar")).isVisible();
        assertThat(test(page, "answer")).containsText("\"serves\":\"hub\"");
        Browser.screenshot(page, "trial-light");

        test(page, "monitor-assertions").fill("json $.serves == \"hub\"");
        test(page, "trial-agent").selectOption(new SelectOption().setIndex(1)); // this one, not any
        test(page, "monitor-assertions").press("Control+Enter");
        assertThat(test(page, "trial-state")).hasAttribute("data-state", "up", soon());
        assertThat(test(page, "judged-one")).hasCount(1);
        test(page, "theme").click();
        Browser.screenshot(page, "trial-dark");

        test(page, "monitor-kind").selectOption("tcp");
        test(page, "monitor-check-host").fill("127.0.0.1");
        test(page, "monitor-check-port").fill(Integer.toString(Ports.free()));
        test(page, "trial-start").click();
        assertThat(test(page, "trial-error"))
                .hasText("REFUSED", new LocatorAssertions.HasTextOptions().setTimeout(30_000));
        page.setViewportSize(390, 844);
        Browser.screenshot(page, "trial-narrow");
        assertThat(hub().get("/api/v1/uptime/monitors?q=a%20trial").get("total").asInt())
                .isZero();
        assertThat(browser.complaints()).allMatch(text -> text.contains("status of 400")); // the refused assertion
    }

    /** UO-02, UO-03, UO-05: applied as a document, paused together, its incident, its report and its maintenance are seen. */
    @Test
    void whatIsImportedIsPausedTogetherReportedAndMaintained() throws Exception {
        var page = signedIn(stack.hubAddress(), 1440, "light");
        page.navigate(stack.hubAddress().resolve("/#/uptime/document").toString());
        test(page, "import-text").fill("{\"monitors\": [{\"name\": \"x\", \"kind\": \"http\", \"check\": {}}]}");
        test(page, "import-look").click();
        assertThat(test(page, "import-outcome")).containsText("url");
        test(page, "import-text").fill("""
                schedules:
                  - {name: quick, every_seconds: 1, timeout_ms: 1000}
                monitors:
                  - name: Imported, open
                    kind: http
                    check: {url: "%s"}
                    schedule: quick
                    tags: [imported]
                    public: true
                  - name: Imported, shut
                    kind: tcp
                    check: {host: 127.0.0.1, port: %d}
                    schedule: quick
                    retries: 0
                    tags: [imported]
                """.formatted(stack.hubAddress().resolve("/api/v1/about"), Ports.free()));
        test(page, "import-look").click();
        assertThat(test(page, "change")).hasCount(3);
        assertThat(hub().get("/api/v1/uptime/monitors?tag=imported")
                        .get("total")
                        .asInt())
                .as("only looked at")
                .isZero();
        Browser.screenshot(page, "uptime-document");
        test(page, "import-apply").click();
        assertThat(test(page, "import-outcome")).containsText("3 changes were applied");
        var taken = page.waitForDownload(() -> test(page, "export-yaml").click());
        assertThat(Files.readString(taken.path())).contains("name: Imported, shut");

        page.navigate(stack.hubAddress().resolve("/#/uptime?tag=imported").toString());
        assertThat(test(page, "monitor-row")).hasCount(2);
        assertThat(test(page, "monitor-row").nth(0)).hasAttribute("data-state", "up", soon());
        assertThat(test(page, "monitor-row").nth(1)).hasAttribute("data-state", "down", soon());
        var shut = test(page, "monitor-row").nth(1).locator("td.name a").getAttribute("href");
        page.keyboard().press("ArrowDown");
        page.keyboard().press(" ");
        page.keyboard().press("ArrowDown");
        page.keyboard().press(" ");
        assertThat(test(page, "chosen")).containsText("2 monitors");
        Browser.screenshot(page, "monitors-chosen");
        page.setViewportSize(390, 844);
        Browser.screenshot(page, "monitors-narrow");
        page.setViewportSize(1440, 900);
        page.keyboard().press("p");
        assertThat(test(page, "monitor-row").nth(0)).hasAttribute("data-state", "paused", soon());
        assertThat(test(page, "monitor-row").nth(1)).hasAttribute("data-state", "paused", soon());
        test(page, "choose-all").click();
        test(page, "chosen-resume").click();
        assertThat(test(page, "monitor-row").nth(0)).hasAttribute("data-state", "up", soon());

        page.navigate(stack.hubAddress()
                .resolve("/#/uptime/incidents?monitor=" + numberIn(shut))
                .toString());
        assertThat(test(page, "incident").first()).containsText("Imported, shut");
        test(page, "incident-unfold").first().click();
        assertThat(test(page, "incident-beats").locator("li").first()).isVisible();
        test(page, "incident-acknowledge").first().click();
        assertThat(test(page, "incident-acknowledged").first()).hasText("admin sees to it");
        test(page, "note-text").fill("The port is being moved");
        test(page, "note-public").check();
        test(page, "note-write").click();
        assertThat(test(page, "incident-notes")).containsText("The port is being moved");
        Browser.screenshot(page, "incidents-light");

        page.navigate(stack.hubAddress()
                .resolve("/#/uptime/reports?range=24h&monitor=" + numberIn(shut))
                .toString());
        assertThat(test(page, "report-row")).hasCount(2);
        assertThat(test(page, "report-uptime").first()).hasText("0.000\u00a0%");
        test(page, "report-monitor").fill("Imported, open");
        assertThat(page.locator("#monitor-names option").first()).hasAttribute("value", "Imported, open");
        test(page, "report-monitor").dispatchEvent("input"); // as choosing what is offered does
        assertThat(test(page, "report-uptime").first()).hasText("100\u00a0%");
        assertThat(test(page, "latency")).isVisible();
        Browser.screenshot(page, "reports-light");

        page.navigate(stack.hubAddress().resolve("/#/uptime/maintenance/add").toString());
        test(page, "window-name").fill("Sundays");
        test(page, "window-starts").fill("2026-11-01T02:00");
        test(page, "window-time_zone").fill("Europe/Nowhere");
        assertThat(test(page, "wrong-time_zone")).isVisible();
        test(page, "window-time_zone").fill("Europe/Berlin");
        test(page, "often-weekly").click();
        test(page, "day-SU").check();
        test(page, "window-tags").fill("imported");
        assertThat(test(page, "window-next")).hasCount(6);
        assertThat(test(page, "window-next").first()).containsText("02:00 – 03:00");
        Browser.screenshot(page, "maintenance-edit");
        test(page, "theme").click();
        page.setViewportSize(390, 844);
        Browser.screenshot(page, "maintenance-edit-narrow");
        test(page, "window-public").check();
        test(page, "window-save").click();
        assertThat(test(page, "window-row")).containsText("Weekly on Sun, 02:00");
        Browser.screenshot(page, "maintenance-narrow");
        page.setViewportSize(1440, 900);
        test(page, "window-row").locator("a").first().click();
        assertThat(test(page, "day-SU")).isChecked();
        assertThat(test(page, "window-public")).isChecked();
        page.goBack();
        test(page, "window-remove").click();
        test(page, "window-remove-surely").click();
        assertThat(test(page, "window-row")).hasCount(0);

        for (var name : List.of("Imported, shut", "Imported, open")) { // others count what is down
            page.navigate(stack.hubAddress().resolve("/#/uptime?tag=imported").toString());
            page.locator("[data-name='" + name + "'] td.name a").click();
            assertThat(test(page, "shared")).isVisible();
            if (name.endsWith("open")) { // which is public
                var badge = test(page, "shared").locator("img");
                assertThat(badge).hasJSProperty("complete", true);
                assertThat((int) badge.evaluate("image => image.naturalWidth")).isPositive();
            }
            Browser.screenshot(page, "monitor-" + name.substring(10));
            test(page, "monitor-change").click();
            test(page, "monitor-remove").click();
            test(page, "monitor-remove-surely").click();
            assertThat(page.locator("[data-name='" + name + "']")).hasCount(0);
        }
        assertThat(browser.complaints())
                .allMatch(text -> text.contains("status of 400")); // what was refused on purpose
    }

    private HubClient hub() throws Exception {
        return new HubClient(stack.hubAddress(), stack.adminPassword());
    }

    private static String numberIn(String address) {
        return address.substring(address.lastIndexOf('/') + 1);
    }

    private static LocatorAssertions.HasAttributeOptions soon() {
        return new LocatorAssertions.HasAttributeOptions().setTimeout(60_000);
    }

    /** SP-04, PA-09. How long it took is printed: from the moment that the event bears to its mark. */
    @Test
    void aContainerKilledForMemoryAndAFailedLoginShowOnTheTimeLine(DockerEngine docker) throws Exception {
        var page = signedIn(stack.hubAddress(), 1440, "light");
        test(page, "fleet-row").locator("a").first().click();
        assertThat(test(page, "timeline")).isVisible();
        for (int round = 0; round < ROUNDS; round++) {
            var glutton = "glutton-" + round;
            docker.glutton(glutton);
            var killed = Instant.now();
            assertThat(markOf(page, "container " + glutton + " ended with code 137"))
                    .isVisible(within(killed, LONGEST));
            said("killed for memory", killed);

            var address = "192.0.2." + (100 + round);
            var refused = Instant.now();
            Files.writeString(
                    stack.logs().resolve("auth.log"),
                    "%s host sshd[%d]: Failed password for root from %s port 4711 ssh2\n"
                            .formatted(SYSLOG.format(refused), 1_000 + round, address),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            assertThat(markOf(page, "login of root from " + address + " failed"))
                    .isVisible(within(refused, LONGEST));
            said("login refused", refused);
        }
        assertThat(test(page, "chart-cpu")).not().hasAttribute("data-marks", "0");
        Browser.screenshot(page, "host-timeline");

        test(page, "kind-containers").click();
        assertThat(page.locator("[data-test=mark][data-kind=containers]")).hasCount(0);
        test(page, "all-events").click();
        assertThat(page.locator("[data-test=event][data-type='login.failed']").first())
                .isVisible();
        assertThat(page.locator("[data-test=event][data-type='container.oom_killed']"))
                .hasCount(0);
        assertThat(browser.complaints()).isEmpty();
    }

    /** SP-10: however much happened, a mark is as wide as a finger, and all of them are counted. */
    @Test
    void thousandsOfEventsAreNoMoreMarksThanHaveRoom() throws Exception {
        var page = browser.page(stack.hubAddress().toString(), 1440, 900, "light");

        assertThat(page.evaluate("""
                async () => {
                  const {grouped, linesOf} = await import(new URL('marks.js', document.baseURI));
                  const marks = Array.from({length: 9000}, (_, i) => ({type: 'port.opened', kind: 'ports',
                    severity: i === 4000 ? 'error' : 'info', count: 10, first: i * 0.4, last: i * 0.4, messages: ['a', 'b', 'c']}));
                  const groups = grouped(marks, {from: 0, to: 3600}, 1200, 24);
                  return [groups.length <= 50, groups.reduce((sum, {count}) => sum + count, 0),
                    groups.filter(({severity}) => severity === 'error').length,
                    linesOf(groups[0], 5).lines.length].join(' ');
                }""")).isEqualTo("true 90000 1 5");
    }

    @Test
    void aMomentIsToldOnceWhereTheViewersClockShowsUtc() throws Exception {
        var page = browser.page(stack.hubAddress().toString(), 1440, 900, "light");

        assertThat(page.evaluate("""
                async () => {
                  const {exactTime} = await import(new URL('format.js', document.baseURI));
                  const now = new Date(0);
                  const lines = exactTime(now).split('\\n');
                  return `${lines.length === (now.getTimezoneOffset() === 0 ? 1 : 2)} ${lines.at(-1)}`;
                }""")).isEqualTo("true 1970-01-01 00:00:00 UTC");
    }

    private static Locator markOf(Page page, String words) {
        return page.locator("[data-test=mark][aria-label*='" + words + "']").first();
    }

    private static LocatorAssertions.IsVisibleOptions within(Instant from, Duration longest) {
        var left = Duration.between(Instant.now(), from.plus(longest)).toMillis();
        return new LocatorAssertions.IsVisibleOptions().setTimeout((double) Math.max(1, left));
    }

    private static void said(String what, Instant from) {
        System.out.printf(
                "%s: on the time line after %.1f s%n",
                what, Duration.between(from, Instant.now()).toMillis() / 1e3);
    }

    /** SP-01, SP-03: what runs, what listens, what the host is, and what happened, each on its tab. */
    @Test
    void eachTabOfAHostTellsWhatItIsFor() throws Exception {
        for (var width : List.of(1440, 390)) {
            var page = signedIn(stack.hubAddress(), width, width == 390 ? "dark" : "light");
            test(page, "fleet-row").locator("a").first().click();
            for (var tab : Map.of(
                            "processes", "[data-test=processes] tbody tr",
                            "services", "[data-test=services] tbody tr, [data-test=no-systemd]",
                            "ports", "[data-test=port]",
                            "events", "[data-test=events], [data-test=notice]",
                            "system", "[data-test=inventory] section")
                    .entrySet()) {
                test(page, "tab-" + tab.getKey()).click();
                assertThat(page.locator(tab.getValue()).first())
                        .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(90_000));
                Browser.screenshot(page, "host-" + tab.getKey() + "-" + width);
                assertThat(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                        .as(tab.getKey())
                        .isEqualTo(0);
            }
        }
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aHostIsReadableOnAPhone() throws Exception {
        var page = signedIn(stack.hubAddress(), 390, "light");
        Browser.screenshot(page, "fleet-phone");
        test(page, "fleet-row").locator("a").first().click();
        assertThat(test(page, "chart-cpu")).isVisible();

        var overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        Browser.screenshot(page, "host-phone");
        assertThat(overflow).isEqualTo(0);
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void theStorageIsShownAndAnHourCanBePackedNow() throws Exception {
        var page = signedIn(stack.hubAddress(), 1440, "light");
        page.navigate(stack.hubAddress() + "#/storage");

        assertThat(test(page, "kind")).hasCount(21);
        assertThat(test(page, "hub-job")).hasCount(3);
        var pack = page.locator("[data-test=hub-job][data-job=pack]");
        pack.locator("[data-test=start]").click();
        assertThat(pack.locator("[data-test=state]"))
                .hasAttribute(
                        "data-state", "COMPLETED", new LocatorAssertions.HasAttributeOptions().setTimeout(30_000));
        Browser.screenshot(page, "storage-light");
        assertThat(browser.complaints()).isEmpty();
    }

    /** Searched, filtered by a field, looked at closely, and followed (SP-02). */
    @Test
    void logsAreSearchedFilteredAndFollowed() throws Exception {
        var file = stack.logs().resolve("app-console.log");
        var mark = "m" + Long.toString(System.nanoTime(), 36);
        Files.writeString(file, logged(mark));
        var page = signedIn(stack.hubAddress(), 1440, "light");
        page.navigate(stack.hubAddress() + "#/logs?range=1h&text=" + mark);
        var rows = test(page, "log-row");
        assertThat(rows).hasCount(4, new LocatorAssertions.HasCountOptions().setTimeout(30_000));
        assertThat(test(page, "log-bars"))
                .hasAttribute("data-total", "4", new LocatorAssertions.HasAttributeOptions().setTimeout(30_000));
        Browser.screenshot(page, "logs-light");

        page.locator("[data-test=log-line][data-severity=ERROR] [data-test=log-row]")
                .click();
        assertThat(test(page, "log-all")).containsText("at shop.Cart.pay(Cart.java:12)");
        Browser.screenshot(page, "logs-open-light");
        page.locator("[data-test=field-only][data-field='exception.type']").click();
        assertThat(rows).hasCount(1);
        assertThat(test(page, "chip")).hasCount(2);
        test(page, "chip").last().click();
        assertThat(rows).hasCount(4);
        test(page, "log-severity").selectOption("WARN");
        assertThat(rows).hasCount(2);
        test(page, "log-severity").selectOption("");
        assertThat(rows).hasCount(4);

        var now = LocalDateTime.now(ZoneId.systemDefault()).format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss"));
        Files.writeString(file, now + " INFO followed " + mark + "\n", StandardOpenOption.APPEND);
        assertThat(test(page, "log-lines"))
                .containsText("followed " + mark, new LocatorAssertions.ContainsTextOptions().setTimeout(30_000));
        rows.first().focus();
        page.keyboard().press("ArrowDown");
        assertThat(rows.nth(1)).isFocused();
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void theLogsOfAHostAreItsOwnTab() throws Exception {
        var file = stack.logs().resolve("app-tab.log");
        Files.writeString(file, logged("tab"));
        for (var look : List.of("dark", "phone")) {
            var page = signedIn(
                    stack.hubAddress(), look.equals("phone") ? 390 : 1440, look.equals("dark") ? "dark" : "light");
            test(page, "fleet-row").locator("a").first().click();
            test(page, "tab-logs").click();
            test(page, "log-text").fill("tab");
            assertThat(test(page, "log-row").first())
                    .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(30_000));
            assertThat(test(page, "log-sources")).isVisible();
            var overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            Browser.screenshot(page, "host-logs-" + look);
            assertThat(overflow).isEqualTo(0);
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private static String logged(String mark) {
        var now = LocalDateTime.now(ZoneId.systemDefault());
        var at = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
        return """
            %1$s INFO  [main] shop.Cart - opened %5$s
            %2$s WARN  [main] shop.Cart - slow, 812 ms %5$s
            %3$s ERROR [main] shop.Cart - cannot pay %5$s
            java.lang.IllegalStateException: no card
            \tat shop.Cart.pay(Cart.java:12)
            \tat shop.Shop.main(Shop.java:7)
            %4$s INFO  [main] shop.Cart - closed %5$s
            """.formatted(
                        now.minusSeconds(40).format(at),
                        now.minusSeconds(30).format(at),
                        now.minusSeconds(20).format(at),
                        now.minusSeconds(10).format(at),
                        mark);
    }

    @Test
    void theRunsOfAHostsJobsAreShownAtTheHub() throws Exception {
        var page = signedIn(stack.hubAddress(), 1440, "light");
        test(page, "fleet-row").locator("a").first().click();
        test(page, "tab-jobs").click();

        assertThat(page.locator("[data-test=run][data-job=system]").first()).isVisible();
        Browser.screenshot(page, "host-jobs");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void theLedgerOfAHostProvesThatNothingWasLost() throws Exception {
        var page = signedIn(stack.hubAddress(), 1440, "light");
        test(page, "fleet-row").locator("a").first().click();
        test(page, "tab-ledger").click();

        assertThat(test(page, "verdict"))
                .hasAttribute("data-complete", "true", new LocatorAssertions.HasAttributeOptions().setTimeout(30_000));
        assertThat(test(page, "ledger-stored").locator("td").first()).not().hasText("0");
        Browser.screenshot(page, "host-ledger");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aShiftIsStoppedAndRestartedAtTheAgent() throws Exception {
        var page = signedIn(stack.agentAddress(), 1440, "light");
        var job = page.locator("[data-test=job][data-job=system]");
        assertThat(job.locator("[data-test=state]").first()).hasAttribute("data-state", "STARTED");
        Browser.screenshot(page, "agent-jobs");

        test(job, "stop").click();
        assertThat(job.locator("[data-test=state]").first()).hasAttribute("data-state", "STOPPED");
        Browser.screenshot(page, "agent-jobs-stopped");

        test(job, "restart").click();
        assertThat(job.locator("[data-test=state]").first()).hasAttribute("data-state", "STARTED");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void everythingCanBeReachedByKeyboard() throws Exception {
        var page = browser.page(stack.hubAddress().toString(), 1440, 900, "light");
        assertThat(test(page, "signin-user")).hasValue("admin");
        assertThat(test(page, "signin-password")).isFocused();
        page.keyboard().type(stack.adminPassword());
        page.keyboard().press("Enter");
        var host = test(page, "fleet-row").locator("a").first();
        assertThat(host).isVisible();
        for (int tabs = 0; tabs < 40 && !isFocused(host); tabs++) {
            page.keyboard().press("Tab");
        }
        page.keyboard().press("Enter");

        assertThat(test(page, "chart-cpu")).isVisible();
    }

    private Page signedIn(URI address, int width, String colorScheme) throws Exception {
        var page = browser.page(address.toString(), width, 900, colorScheme);
        signIn(page, stack.adminPassword());
        assertThat(test(page, "sign-out")).isVisible();
        return page;
    }

    private static void signIn(Page page, String password) {
        test(page, "signin-user").fill("admin");
        test(page, "signin-password").fill(password);
        test(page, "signin-submit").click();
    }

    private static boolean isFocused(Locator locator) {
        return (boolean) locator.evaluate("element => element === document.activeElement");
    }

    private static Locator test(Page page, String name) {
        return page.locator("[data-test=" + name + "]");
    }

    private static Locator test(Locator within, String name) {
        return within.locator("[data-test=" + name + "]");
    }
}
