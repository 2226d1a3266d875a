package io.pulsefleet.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Any metric, put together as one wishes, in a real browser (SP-10). */
@ExtendWith(Shared.class)
@ResourceLock(Shared.STACK)
class ExploreConsoleIT {

    private static final String BY_STATE =
            "metric=system.memory.usage&by=label.system.memory.state&aggregate=max&view=table&range=1h";

    private static Browser browser;

    private final Stack stack;

    ExploreConsoleIT(Stack stack) {
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

    @Test
    void aMetricIsChosenAndPutTogetherAndTheAddressHoldsIt() throws Exception {
        var page = signedIn(1440, "light", "");
        assertThat(test(page, "explore-offer").first()).isVisible();
        test(page, "explore-metric").pressSequentially("memory.usage");
        var offer = test(page, "explore-offer").filter(new Locator.FilterOptions().setHasText("system.memory.usage"));
        assertThat(offer).containsText("Gauge");
        assertThat(offer).containsText("system.memory.state");
        Browser.screenshot(page, "explore-metrics-light");
        offer.locator("button").click();

        assertThat(page).hasURL(Pattern.compile(".*#/explore\\?metric=system\\.memory\\.usage$"));
        assertThat(test(page, "chart-explore")).not().hasAttribute("data-points", "0");
        assertThat(test(page, "explore-count")).hasText(Pattern.compile("[2-9] lines"));
        test(page, "by-label.system.memory.state").click();
        assertThat(test(page, "chart-explore").locator(".legend li").first()).isVisible();
        test(page, "explore-aggregate").selectOption("p95");
        test(page, "explore-combine").selectOption("sum");
        assertThat(page).hasURL(Pattern.compile(".*by=label\\.system\\.memory\\.state&aggregate=p95&combine=sum.*"));
        test(page, "explore-label.system.memory.state").selectOption("used");
        assertThat(test(page, "explore-count")).hasText("1 line");
        assertThat(test(page, "chart-explore").locator(".legend li")).hasCount(1);
        Browser.screenshot(page, "explore-chart-light");

        var copy = signedIn(1440, "dark", page.url().replaceAll("^.*#/explore", ""));
        assertThat(test(copy, "explore-count")).hasText("1 line");
        assertThat(test(copy, "explore-aggregate")).hasValue("p95");
        assertThat(test(copy, "explore-combine")).hasValue("sum");
        assertThat(test(copy, "explore-metric")).hasValue("system.memory.usage");
        test(copy, "explore-label.system.memory.state").selectOption("");
        assertThat(test(copy, "explore-count")).hasText(Pattern.compile("[2-9] lines"));
        Browser.screenshot(copy, "explore-chart-dark");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void whatIsDrawnIsATableAndAFileAsWell() throws Exception {
        var page = signedIn(1440, "dark", "?" + BY_STATE);
        assertThat(test(page, "explore-row").first()).isVisible();
        var used = test(page, "explore-row")
                .filter(new Locator.FilterOptions().setHasText("used"))
                .first();
        assertThat(used.locator("[data-test=largest]")).containsText("iB");
        Browser.screenshot(page, "explore-table-dark");

        var csv = (String) page.evaluate(
                "() => fetch(document.querySelector('[data-test=explore-csv]').href).then((answer) => answer.text())");
        assertThat(csv)
                .startsWith(
                        "metric,agent,hostname,collector,target,labels,at,value\r\nsystem.memory.usage,,,,,\"system.memory.state=");
        var rows = test(page, "explore-row").count();
        assertThat(csv.lines()
                        .skip(1)
                        .map(line -> line.replaceAll(",[^,]+,[^,]+$", ""))
                        .distinct()
                        .count())
                .isEqualTo(rows);

        test(page, "explore-of").fill("group:nobody");
        test(page, "explore-of").press("Enter");
        assertThat(test(page, "explore-chip")).hasText("group:nobody");
        assertThat(test(page, "explore-none")).containsText("Nothing was read then");
        test(page, "explore-chip").click();
        assertThat(test(page, "explore-row")).hasCount(rows);
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void hostsAreLinesByTheirGroupsAndTags() throws Exception {
        var agent = hub().onlyAgent().orElseThrow();
        hub().patch("/api/v1/agents/" + agent.get("id").asText(), "{\"tags\": {\"rack\": \"r1\"}}");
        try {
            var page = signedIn(1440, "light", "?metric=system.memory.usage&view=table");
            test(page, "by-tag.rack").click();
            assertThat(test(page, "by-tag.rack")).hasText("Tag rack");
            assertThat(test(page, "explore-row")).hasCount(1);
            assertThat(test(page, "explore-row")).containsText("r1");
            test(page, "by-group").click();
            assertThat(page).hasURL(Pattern.compile(".*by=tag\\.rack%2Cgroup.*"));
            assertThat(test(page, "explore-row")).hasCount(1);
            test(page, "by-tag.rack").click();
            assertThat(test(page, "explore-row"))
                    .containsText(agent.get("group").asText());
            Browser.screenshot(page, "explore-by-group-light");
            page.setViewportSize(390, 844);
            Browser.screenshot(page, "explore-by-group-phone");
            assertThat(browser.complaints()).isEmpty();
        } finally {
            hub().patch("/api/v1/agents/" + agent.get("id").asText(), "{\"tags\": {}}");
        }
    }

    @Test
    void aDragZoomsAndTheAddressSaysSo() throws Exception {
        var page = signedIn(1440, "light", "?metric=system.cpu.load_average&range=15m");
        assertThat(test(page, "chart-explore")).not().hasAttribute("data-points", "0");
        var plot = test(page, "chart-explore").locator(".u-over").boundingBox();
        page.mouse().move(plot.x + plot.width * 0.5, plot.y + 40);
        page.mouse().down();
        page.mouse().move(plot.x + plot.width * 0.9, plot.y + 60);
        page.mouse().up();
        assertThat(page).hasURL(Pattern.compile(".*from=.*&to=.*"));
        assertThat(test(page, "window")).isVisible();
        test(page, "zoom-reset").click();
        assertThat(page).hasURL(Pattern.compile(".*range=15m.*"));
        assertThat(test(page, "window")).isHidden();
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void whatCannotBeAnsweredIsSaidAndTheFormStays() throws Exception {
        var page = signedIn(390, "dark", "?metric=system.memory.usage&aggregate=p100&of=moon");
        assertThat(test(page, "explore-trouble")).containsText("There is no agent moon.");
        test(page, "explore-chip").click();
        assertThat(test(page, "explore-trouble")).containsText("p1 to p99");
        Browser.screenshot(page, "explore-trouble-phone-dark");
        test(page, "explore-aggregate").selectOption("avg");
        assertThat(test(page, "explore-trouble")).isHidden();
        assertThat(test(page, "chart-explore")).not().hasAttribute("data-points", "0");
        Browser.screenshot(page, "explore-phone-dark");
        test(page, "view-table").click();
        assertThat(test(page, "explore-row").first()).isVisible();
        Browser.screenshot(page, "explore-table-phone-dark");
    }

    @Test
    void whoIsNotThereIsSaidBeforeAMetricIsChosen() throws Exception {
        var page = signedIn(1440, "light", "?of=moon");
        assertThat(test(page, "explore-trouble")).containsText("There is no agent moon.");
        test(page, "explore-chip").click();
        assertThat(test(page, "explore-offer").first()).isVisible();
        assertThat(test(page, "explore-trouble")).isHidden();
    }

    @Test
    void linesAreCalledByWhatTellsThemApart() throws Exception {
        var page = signedIn(1440, "light", "");

        assertThat(page.evaluate("""
                async () => {
                  const {namesOf, partsOf, summaryOf} = await import('./explored.js');
                  const line = (hostname, labels) => ({hostname, labels, collector: 'system', target: 'host'});
                  return JSON.stringify([
                    namesOf([line('web', {cpu: '0', mode: 'user'}), line('web', {cpu: '0', mode: 'idle'})], 'm'),
                    namesOf([line('web', {mode: 'user'}), line('db', {mode: 'user'}), line('db', {})], 'm'),
                    namesOf([line('web', {mode: 'user'})], 'm'), namesOf([{labels: {}}], 'm'), namesOf([{}, {}], 'm'),
                    partsOf([{hostname: 'a', labels: {x: '1'}}, {hostname: 'b', labels: {x: '1'}}]),
                    namesOf([{tags: {rack: 'r1'}}, {tags: {}}, {group: 'web', tags: {rack: 'r1'}}], 'm'), summaryOf([4, null, 1, 7, null]), summaryOf([null])]);
                }""")).isEqualTo("""
                [["user","idle"],["web · user","db · user","db"],["web"],["m"],["m","m (2)"],\
                {"columns":["host"],"rows":[["a"],["b"]]},["r1","no rack","r1 · web"],\
                {"newest":7,"average":4,"smallest":1,"largest":7},{}]""");
    }

    private HubClient hub() throws Exception {
        return new HubClient(stack.hubAddress(), stack.adminPassword());
    }

    private Page signedIn(int width, String scheme, String question) throws Exception {
        var page = browser.page(stack.hubAddress().toString(), width, 900, scheme);
        test(page, "signin-user").fill("admin");
        test(page, "signin-password").fill(stack.adminPassword());
        test(page, "signin-submit").click();
        assertThat(test(page, "fleet-row")).isVisible();
        page.navigate(stack.hubAddress().resolve("/#/explore").toString() + question);
        assertThat(test(page, "explore-metric")).isVisible();
        return page;
    }

    private static Locator test(Page page, String name) {
        return page.locator("[data-test='" + name + "']");
    }
}
