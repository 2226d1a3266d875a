package io.pulsefleet.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ReducedMotion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * A walk through every page of the console, wide and narrow, light and dark (SP-10): none complains, none is wider than the
 * screen, and axe finds nothing that is serious or critical. How they look is in docs/pages.md; {@code -Dpictures.write=true}
 * takes those pictures anew.
 */
@ExtendWith(Shared.class)
@ResourceLock(Shared.STACK)
class EveryPageIT {

    /** By the name of its picture. What stands in braces is {@link Furniture}. */
    private static final Map<String, String> PAGES = Map.ofEntries(
            Map.entry("account", "account"),
            Map.entry("api-keys", "api-keys"),
            Map.entry("audit", "audit"),
            Map.entry("batch-execution", "batch-servers/{server}/executions/{execution}"),
            Map.entry("batch-server", "batch-servers/{server}"),
            Map.entry("batch-servers", "batch-servers"),
            Map.entry("dashboard", "dashboards/{dashboard}"),
            Map.entry("dashboard-from-explore", "dashboards/new?add=metric%3Dm"),
            Map.entry("dashboard-edit", "dashboards/{dashboard}/edit"),
            Map.entry("dashboard-kiosk", "dashboards/{dashboard}?kiosk=1"),
            Map.entry("dashboard-new", "dashboards/new"),
            Map.entry("dashboards", "dashboards"),
            Map.entry("database-add", "databases/add"),
            Map.entry("database-change", "databases/change/{database}"),
            Map.entry("database-charts", "databases/{host}/own/charts"),
            Map.entry("database-log", "databases/{host}/own/log"),
            Map.entry("database-now", "databases/{host}/own"),
            Map.entry("database-replication", "databases/{host}/own/replication"),
            Map.entry("database-settings", "databases/{host}/own/settings"),
            Map.entry("database-statements", "databases/{host}/own/statements"),
            Map.entry("database-tables", "databases/{host}/own/tables"),
            Map.entry("database-waits", "databases/{host}/own/waits"),
            Map.entry("databases", "databases"),
            Map.entry("explore", "explore"),
            Map.entry("explore-chart", "explore?metric=system.memory.usage&of=group:default"),
            Map.entry("explore-table", "explore?metric=system.memory.usage&view=table"),
            Map.entry("fleet", "fleet"),
            Map.entry("fleet-join", "fleet/join"),
            Map.entry("host", "hosts/{host}"),
            Map.entry("host-commands", "hosts/{host}/commands"),
            Map.entry("host-containers", "hosts/{host}/containers"),
            Map.entry("host-events", "hosts/{host}/events"),
            Map.entry("host-jobs", "hosts/{host}/jobs"),
            Map.entry("host-ledger", "hosts/{host}/ledger"),
            Map.entry("host-logs", "hosts/{host}/logs"),
            Map.entry("host-ports", "hosts/{host}/ports"),
            Map.entry("host-processes", "hosts/{host}/processes"),
            Map.entry("host-services", "hosts/{host}/services"),
            Map.entry("host-settings", "hosts/{host}/settings"),
            Map.entry("host-system", "hosts/{host}/system"),
            Map.entry("host-trust", "hosts/{host}/trust"),
            Map.entry("jobs", "jobs"),
            Map.entry("jobs-run", "jobs/{host}/{run}"),
            Map.entry("jobs-run-of-the-hub", "jobs/hub/{hub-run}"),
            Map.entry("jobs-runs", "jobs/history"),
            Map.entry("jobs-schedules", "jobs/schedules"),
            Map.entry("job-start", "jobs/start/{host}/backfill"),
            Map.entry("logs", "logs"),
            Map.entry("nowhere", "nowhere"),
            Map.entry("settings", "settings?setting=pulse.docker.every"),
            Map.entry("settings-of-a-host", "settings/host/{host}"),
            Map.entry("storage", "storage"),
            Map.entry("uptime", "uptime"),
            Map.entry("uptime-add", "uptime/add"),
            Map.entry("uptime-change", "uptime/change/{monitor}"),
            Map.entry("uptime-document", "uptime/document"),
            Map.entry("uptime-incidents", "uptime/incidents"),
            Map.entry("uptime-maintenance", "uptime/maintenance"),
            Map.entry("uptime-maintenance-add", "uptime/maintenance/add"),
            Map.entry("uptime-maintenance-change", "uptime/maintenance/change/{window}"),
            Map.entry("uptime-monitor", "uptime/{monitor}"),
            Map.entry("uptime-places", "uptime/places"),
            Map.entry("uptime-reports", "uptime/reports"),
            Map.entry("users", "users"),
            Map.entry("windows", "windows"));

    /** Has no picture: only what has left traces in a log and in a database at the same time has such a page. */
    private static final String CORRELATIONS = "/correlations/";

    private static final Path ROUTES = Path.of("../agent-web/src/main/webapp/app.js");
    private static final Pattern ROUTE = Pattern.compile("path: (?:/\\^(.+?)\\$/|new RegExp\\(`\\^(.+?)\\$`\\)), .*");

    /** What axe finds that is serious or critical, a line each: rule, where, what. */
    private static final String RUN = """
            async ([rules]) => (await axe.run(document, {resultTypes: ['violations'], ...(rules && {runOnly: {type: 'rule', values: rules}})}))
              .violations.filter(({impact}) => impact === 'serious' || impact === 'critical')
              .flatMap(({id, nodes}) => nodes.slice(0, 3).map(({html, any}) => `${id}: ${html.slice(0, 160)} ${any[0]?.message ?? ''}`))""";

    private static final String TOO_WIDE =
            "document.documentElement.scrollWidth - document.documentElement.clientWidth";

    private static Browser browser;
    private static String axe;

    private final Stack stack;

    EveryPageIT(Stack stack) {
        this.stack = stack;
    }

    @BeforeAll
    static void open() throws Exception {
        browser = Browser.open();
        try (var script = EveryPageIT.class.getResourceAsStream("/axe.min.js")) {
            axe = new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void everyPageIsFineWideAndNarrowLightAndDark() throws Exception {
        var pictures = new Pictures(PAGES.keySet());
        try (var furniture = Furniture.in(stack)) {
            var found = new ArrayList<String>();
            for (var size : Pictures.SIZES) {
                var page = signedIn(size.width(), size.height());
                pictures.watch(page);
                PAGES.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(one -> {
                    open(page, furniture.address(one.getValue()));
                    look(page, one.getKey(), pictures)
                            .forEach(what -> found.add(one.getKey() + " at " + size.width() + ": " + what));
                });
                found.addAll(browser.complaints());
            }
            pictures.keep(signedIn(1440, 900));

            assertThat(found).isEmpty();
        }
    }

    @Test
    void noPageIsLeftOut() throws IOException {
        var addresses = PAGES.values().stream()
                .map(one -> "/"
                        + one.replaceAll("\\?.*", "")
                                .replaceAll("\\{(hub-)?run}", "a/1")
                                .replaceAll("\\{.*?}", "1"))
                .toList();
        var routes = Files.readAllLines(ROUTES).stream()
                .map(ROUTE::matcher)
                .filter(Matcher::find)
                .map(route -> Optional.ofNullable(route.group(1)).orElse(route.group(2)))
                .map(route -> route.replace("\\/", "/").replaceAll("\\$\\{.*?}", "[a-z]+"))
                .filter(route -> !route.startsWith(CORRELATIONS))
                .toList();

        assertThat(routes).hasSizeGreaterThan(35);
        assertThat(routes).allSatisfy(route -> assertThat(addresses).anyMatch(address -> address.matches(route)));
    }

    @Test
    void theSignInAndTheSearchAreFineAsWell() throws Exception {
        var page = browser.page(stack.hubAddress().toString(), 390, 900, "light");
        page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
        assertThat(test(page, "signin-user")).isVisible();
        page.evaluate(axe);
        var signIn = run(page, null);
        var searching = signedIn(1440, 900);
        test(searching, "search").pressSequentially("log");
        assertThat(test(searching, "found-one").first()).isVisible();

        assertThat(signIn).isEmpty();
        assertThat(run(searching, null)).isEmpty();
    }

    /** Each has an element of its own, so that it is not taken for the one before it. */
    private static void open(Page page, String address) {
        if (pathOf(page.url()).equals(pathOf("#/" + address))) {
            open(page, "nowhere"); // or the same view would only be told of another question
        }
        page.evaluate(
                "address => { document.querySelector('.page').dataset.left = ''; location.hash = address; }",
                "#/" + address);
        page.locator(".page:not([data-left]):not(:has-text('Loading …')) :is(h1, h2)")
                .first()
                .waitFor();
    }

    private static String pathOf(String address) {
        return address.replaceAll("^[^#]*#|\\?.*$", "");
    }

    /** In one theme all rules, in the other what depends on it. */
    private static List<String> look(Page page, String name, Pictures pictures) {
        var all = new ArrayList<>(run(page, null));
        var beyond = ((Number) page.evaluate(TOO_WIDE)).intValue();
        if (beyond > 0) {
            all.add("wider than the screen by " + beyond + " px");
        }
        pictures.take(page, name);
        page.evaluate("() => theme.toggle()");
        run(page, List.of("color-contrast")).forEach(one -> all.add("in the other theme: " + one));
        pictures.take(page, name);
        page.evaluate("() => theme.toggle()");
        return all;
    }

    @SuppressWarnings("unchecked")
    private static List<String> run(Page page, List<String> rules) {
        return (List<String>) page.evaluate(RUN, Arrays.asList(rules, null));
    }

    private Page signedIn(int width, int height) throws IOException {
        var page = browser.page(stack.hubAddress().toString(), width, height, "light");
        page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
        test(page, "signin-user").fill("admin");
        test(page, "signin-password").fill(stack.adminPassword());
        test(page, "signin-submit").click();
        assertThat(test(page, "fleet-row")).isVisible();
        page.evaluate(axe);
        return page;
    }

    private static Locator test(Page page, String name) {
        return page.locator("[data-test='" + name + "']");
    }
}
