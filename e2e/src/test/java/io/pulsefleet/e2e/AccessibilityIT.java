package io.pulsefleet.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every page of the console, looked at by axe: nothing that is serious or critical, light and dark, wide and narrow (SP-10). */
@ExtendWith(Shared.class)
@ResourceLock(Shared.STACK)
class AccessibilityIT {

    private static final List<String> PAGES = List.of(
            "jobs",
            "fleet",
            "jobs/history",
            "fleet/join",
            "batch-servers",
            "databases",
            "databases/add",
            "uptime",
            "uptime/places",
            "uptime/incidents",
            "uptime/reports",
            "uptime/document",
            "uptime/maintenance",
            "uptime/maintenance/add",
            "uptime/add",
            "logs",
            "explore",
            "dashboards",
            "dashboards/new",
            "dashboards?add=metric%3Dm",
            "windows",
            "explore?metric=system.memory.usage&of=group:default",
            "storage",
            "explore?metric=system.memory.usage&view=table",
            "settings?setting=pulse.docker.every",
            "users",
            "api-keys",
            "audit",
            "account",
            "nowhere");

    private static final List<String> TABS = List.of(
            "",
            "/processes",
            "/services",
            "/ports",
            "/containers",
            "/events",
            "/logs",
            "/system",
            "/settings",
            "/jobs",
            "/jobs/schedules",
            "/commands",
            "/ledger",
            "/trust");

    /** What axe finds that is serious or critical, a line each: rule, where, what. */
    private static final String RUN = """
            async ([rules]) => (await axe.run(document, {resultTypes: ['violations'], ...(rules && {runOnly: {type: 'rule', values: rules}})}))
              .violations.filter(({impact}) => impact === 'serious' || impact === 'critical')
              .flatMap(({id, nodes}) => nodes.slice(0, 3).map(({html, any}) => `${id}: ${html.slice(0, 160)} ${any[0]?.message ?? ''}`))""";

    private static Browser browser;
    private static String axe;

    private final Stack stack;

    AccessibilityIT(Stack stack) {
        this.stack = stack;
    }

    @BeforeAll
    static void open() throws Exception {
        browser = Browser.open();
        try (var script = AccessibilityIT.class.getResourceAsStream("/axe.min.js")) {
            axe = new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1440, 390})
    void nothingSeriousIsFoundOnAnyPage(int width) throws Exception {
        var page = signedIn(width);
        var host = page.locator("[data-test=fleet-row] a")
                .first()
                .getAttribute("href")
                .substring(1);

        var found = new ArrayList<String>();
        Stream.concat(PAGES.stream().map(one -> "/" + one), TABS.stream().map(tab -> host + tab))
                .forEach(address ->
                        look(page, address).forEach(one -> found.add(address.replace(host, "/hosts/it") + " " + one)));

        assertThat(found).isEmpty();
    }

    @Test
    void theSignInAndTheSearchAreFineAsWell() throws Exception {
        var page = browser.page(stack.hubAddress().toString(), 390, 900, "light");
        page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
        assertThat(test(page, "signin-user")).isVisible();
        page.evaluate(axe);
        var signIn = found(page);
        var searching = signedIn(1440);
        test(searching, "search").pressSequentially("log");
        assertThat(test(searching, "found-one").first()).isVisible();

        assertThat(signIn).isEmpty();
        assertThat(found(searching)).isEmpty();
    }

    /** Each has another path than the one before it, so that it has an element of its own. In one theme all rules, in the other what depends on it. */
    private List<String> look(Page page, String address) {
        page.evaluate(
                "address => { document.querySelector('.page').dataset.left = ''; location.hash = address; }",
                "#" + address);
        page.locator(".page:not([data-left]):not(:has-text('Loading …')) :is(h1, h2)")
                .first()
                .waitFor();
        return found(page);
    }

    private static List<String> found(Page page) {
        var all = new ArrayList<String>();
        all.addAll(run(page, null));
        page.evaluate("() => theme.toggle()");
        run(page, List.of("color-contrast")).forEach(one -> all.add("in the other theme: " + one));
        page.evaluate("() => theme.toggle()");
        return all;
    }

    @SuppressWarnings("unchecked")
    private static List<String> run(Page page, List<String> rules) {
        return (List<String>) page.evaluate(RUN, java.util.Arrays.asList(rules, null));
    }

    private Page signedIn(int width) throws Exception {
        var page = browser.page(stack.hubAddress().toString(), width, 900, "light");
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
