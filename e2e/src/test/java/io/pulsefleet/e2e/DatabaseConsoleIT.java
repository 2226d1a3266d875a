package io.pulsefleet.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The pages about PostgreSQL servers as their user meets them (PG-01 to PG-06, PG-12). */
class DatabaseConsoleIT {

    private static Browser browser;
    private static Stack stack;
    private static DatabaseStory story;

    @BeforeAll
    static void aServerOfWhichMuchWasTold() throws Exception {
        browser = Browser.open();
        stack = Stack.beside(Shared.emptyFolder("database"), Map.of());
        stack.startPostgres();
        stack.startHub();
        stack.hub().awaitReady(Duration.ofMinutes(2));
        story = new DatabaseStory(stack.hubAddress());
        story.tell(stack.joinToken());
        var asked = new HubClient(stack.hubAddress(), stack.adminPassword()).get("/api/v1/databases");
        assertThat(asked.get("databases")).hasSize(1); // a hub that has just started takes its time for the first one
    }

    @AfterAll
    static void close() {
        if (stack != null) {
            stack.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void fromTheListOfServersToTheRootBlockerAndEveryTab() throws Exception {
        var page = signedIn(1440, "light");
        page.navigate(stack.hubAddress() + "#/databases");
        var row = test(page, "database-row");
        assertThat(row).hasCount(1);
        assertThat(row.locator("[data-test=state]")).hasAttribute("data-state", "trouble");
        Browser.screenshot(page, "databases");

        row.locator("a").first().click();
        assertThat(test(page, "root-blocker")).hasAttribute("data-pid", "4711");
        assertThat(page.locator("[data-test=lock-node][data-pid='4713']")).hasAttribute("data-depth", "2");
        assertThat(test(page, "states")).containsText("run GRANT pg_monitor");
        Browser.screenshot(page, "database-now");

        test(page, "tab-statements").click();
        assertThat(page.locator("tr[data-queryid='1003']")).containsText("SELECT count(*) FROM events");
        assertThat(test(page, "own-statements")).containsText("1 of these"); // PG-07
        assertThat(page.locator("tr[data-queryid='2000']")).hasCount(0);
        test(page, "own-toggle").click();
        assertThat(page.locator("tr[data-queryid='2000']")).hasCount(1);
        Browser.screenshot(page, "database-statements-own");
        test(page, "own-toggle").click();
        assertThat(page.locator("tr[data-queryid='2000']")).hasCount(0);
        test(page, "order-calls").click();
        assertThat(test(page, "order-calls")).hasAttribute("aria-pressed", "true");
        page.locator("tr[data-queryid='1000'] [data-test=statement-link]").click();
        assertThat(test(page, "chart-statement-calls")).not().hasAttribute("data-points", "0");
        Browser.screenshot(page, "database-statements");

        test(page, "tab-waits").click();
        assertThat(test(page, "chart-pg-waits")).not().hasAttribute("data-points", "0");
        assertThat(test(page, "lockwaits").locator("tbody tr")).hasCount(2);
        Browser.screenshot(page, "database-waits");

        test(page, "tab-charts").click();
        assertThat(test(page, "chart-pg-commits")).not().hasAttribute("data-points", "0");
        Browser.screenshot(page, "database-charts");

        test(page, "tab-tables").click();
        assertThat(page.locator("[data-index=events_at_idx1]")).containsText("REINDEX INDEX CONCURRENTLY");
        assertThat(page.locator("[data-index=orders_pkey]")).hasCount(0);
        assertThat(test(page, "tables").locator("tbody tr").first()).hasAttribute("data-table", "public.events");
        Browser.screenshot(page, "database-tables");

        test(page, "tab-replication").click();
        assertThat(test(page, "slots")).containsText("pg_drop_replication_slot('old_report')");
        Browser.screenshot(page, "database-replication");

        test(page, "tab-settings").click();
        test(page, "range-1h").click();
        assertThat(test(page, "changes").locator("[data-setting=work_mem]")).containsText("65536");
        Browser.screenshot(page, "database-settings");

        test(page, "tab-log").click();
        test(page, "choose-ERROR").click();
        assertThat(test(page, "entry")).hasCount(1);
        Browser.screenshot(page, "database-log");

        page.locator(".entry .correlation").first().click();
        assertThat(page.locator("[data-test=event][data-what=log]")).containsText("lock timeout");
        assertThat(page.locator("[data-test=event][data-what=lock]")).hasCount(2);
        Browser.screenshot(page, "correlation");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void anEpisodeIsGoneThroughSampleBySample() throws Exception {
        var page = signedIn(1440, "dark");
        page.navigate(stack.hubAddress() + "#/databases");
        test(page, "database-row").locator("a").first().click();
        assertThat(test(page, "sample-at")).hasAttribute("data-at", story.end().toString());

        test(page, "sample-earlier").click();
        assertThat(test(page, "sample-at"))
                .hasAttribute("data-at", story.end().minusSeconds(60).toString());
        assertThat(test(page, "root-blocker")).hasCount(1);
        Browser.screenshot(page, "database-replay-dark");
        for (int i = 0; i < 2; i++) {
            test(page, "sample-earlier").click();
            assertThat(test(page, "sample-at"))
                    .hasAttribute(
                            "data-at", story.end().minusSeconds(60L * (i + 2)).toString());
        }
        assertThat(test(page, "no-locks")).isVisible();

        test(page, "live").click();
        assertThat(test(page, "root-blocker")).hasCount(1);
        assertThat(browser.complaints()).isEmpty();
    }

    /** A container killed for memory is seen, and its events. */
    @Test
    void theContainersOfTheSameHostAreShown() throws Exception {
        for (var width : List.of(1440, 390)) {
            var page = signedIn(width, "light");
            test(page, "fleet-row").locator("a").first().click();
            test(page, "tab-containers").click();

            assertThat(test(page, "container")).hasCount(4);
            assertThat(page.locator("[data-name=shop-worker]")).containsText("Out of memory");
            assertThat(page.locator("[data-name=shop-search]")).containsText("Unhealthy");
            assertThat(test(page, "container-event").first()).containsText("Container ended, code 137");
            Browser.screenshot(page, "host-containers-" + width);
            assertThat(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                    .isEqualTo(0);
        }
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void everyTabIsReadableOnAPhone() throws Exception {
        var page = signedIn(390, "light");
        page.navigate(stack.hubAddress() + "#/databases");
        Browser.screenshot(page, "databases-phone");
        test(page, "database-row").locator("a").first().click();
        assertThat(test(page, "root-blocker")).isVisible();
        for (var tab : List.of("now", "statements", "waits", "tables", "replication", "settings", "log")) {
            test(page, "tab-" + tab).click();
            assertThat(test(page, "tab-" + tab)).hasAttribute("aria-current", "page");
            assertThat(page.locator("[data-key=body] .card").first()).isVisible();
            Browser.screenshot(page, "database-phone-" + tab);

            assertThat(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                    .as(tab)
                    .isEqualTo(0);
        }
        assertThat(browser.complaints()).isEmpty();
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
