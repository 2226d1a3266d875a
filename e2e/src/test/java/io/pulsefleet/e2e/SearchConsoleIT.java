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

/** The box that finds whatever has a name, with nothing but a keyboard (SP-10). */
@ExtendWith(Shared.class)
@ResourceLock(Shared.STACK)
class SearchConsoleIT {

    private static Browser browser;

    private final Stack stack;

    SearchConsoleIT(Stack stack) {
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
    void aHostIsFoundAndOpenedByKeyboard() throws Exception {
        var page = signedIn(1440, "light");
        var hostname = test(page, "fleet-row").locator("a").first().textContent();
        assertThat(test(page, "search-popup")).isHidden();

        page.keyboard().press("/");
        assertThat(test(page, "search")).isFocused();
        page.keyboard().type(hostname);
        assertThat(one(page, "host")).hasAttribute("data-name", hostname);
        assertThat(test(page, "search")).hasAttribute("aria-expanded", "true");
        assertThat(test(page, "search")).hasAttribute("aria-activedescendant", "found-0");
        assertThat(test(page, "search-status")).containsText("Arrows choose, Enter opens.");
        Browser.screenshot(page, "search-light");
        page.keyboard().press("Enter");
        assertThat(page).hasURL(Pattern.compile(".*#/hosts/[0-9a-f-]{36}$"));
        assertThat(page.locator("h1")).hasText(hostname);
        assertThat(test(page, "search-popup")).isHidden();
        assertThat(test(page, "search")).hasValue("");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aViewIsSavedUnderANameFoundRenamedAndRemoved() throws Exception {
        var page = signedIn(1440, "light");
        page.navigate(stack.hubAddress().resolve("/#/jobs?state=FAILED").toString());
        var menu = test(page, "views");
        menu.locator("summary").click();
        test(page, "view-new").fill("What failed");
        page.waitForResponse(answer -> answer.url().contains("/api/v1/jobs"), () -> {}); // the head was drawn anew
        assertThat(test(page, "view-new")).isFocused();
        test(page, "view-shared").check();
        test(page, "view-save").click();
        assertThat(test(page, "views-outcome")).containsText("is saved");
        assertThat(menu.locator("[data-name='What failed']")).containsText("for all");
        Browser.screenshot(page, "views-light");

        page.navigate(stack.hubAddress().resolve("/#/fleet").toString());
        assertThat(test(page, "fleet-count")).isVisible();
        test(page, "search").fill("what fai");
        assertThat(test(page, "found").locator("[data-name='What failed']")).isVisible();
        page.keyboard().press("Enter");
        assertThat(page).hasURL(Pattern.compile(".*#/jobs\\?state=FAILED$"));

        menu.locator("summary").click();
        test(page, "view-rename").click();
        test(page, "view-name").fill("Failures");
        page.keyboard().press("Enter");
        assertThat(menu.locator("[data-name=Failures]")).isVisible();
        page.setViewportSize(390, 900);
        Browser.screenshot(page, "views-phone-light");
        test(page, "view-remove").click();
        assertThat(menu.locator("[data-test=view]")).hasCount(0);
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void arrowsChooseAndEscapeLeaves() throws Exception {
        var page = signedIn(1440, "dark");
        page.keyboard().press("Control+k");
        page.keyboard().type("log");
        assertThat(test(page, "found-one").nth(1)).isVisible();
        assertThat(chosen(page)).hasAttribute("id", "found-0");
        page.keyboard().press("ArrowDown");
        assertThat(chosen(page)).hasAttribute("id", "found-1");
        page.keyboard().press("ArrowUp");
        page.keyboard().press("ArrowUp"); // from the first to the last
        assertThat(chosen(page)).not().hasAttribute("id", "found-1");
        Browser.screenshot(page, "search-dark");
        page.keyboard().press("Escape");
        assertThat(test(page, "search-popup")).isHidden();
        assertThat(page.locator("#content")).isFocused();
        page.keyboard().press("/");
        page.keyboard().type("nobody is called like this");
        assertThat(test(page, "search-popup")).containsText("Nothing is called");
        assertThat(test(page, "search")).hasAttribute("aria-expanded", "false");
        page.keyboard().press("Escape");

        page.keyboard().press("/");
        page.keyboard().type("incidents"); // a page without a name in the header
        assertThat(one(page, "page")).isVisible();
        page.keyboard().press("Enter");
        assertThat(page).hasURL(Pattern.compile(".*#/uptime/incidents$"));
        page.keyboard().press("/");
        page.keyboard().type("services");
        page.keyboard().press("Enter"); // quicker than the answer
        assertThat(page).hasURL(Pattern.compile(".*#/jobs\\?job=services$"));
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aSettingIsFoundByWhatItIsFor() throws Exception {
        var page = signedIn(390, "dark");
        test(page, "search").click();
        test(page, "search").pressSequentially("docker.every");
        assertThat(one(page, "setting").first()).isVisible();
        Browser.screenshot(page, "search-phone-dark");
        one(page, "setting").first().click();
        assertThat(test(page, "setting-wanted").locator("h2")).containsText("docker.every");
        Browser.screenshot(page, "setting-wanted-phone-dark");
        test(page, "setting-wanted-add").click();
        assertThat(test(page, "setting")).hasCount(1);
        assertThat(test(page, "setting-wanted-add")).isHidden();
        assertThat(browser.complaints()).isEmpty();
    }

    private static Locator one(Page page, String kind) {
        return page.locator("[data-test=found-one][data-kind=" + kind + "]");
    }

    private static Locator chosen(Page page) {
        return page.locator("[data-test=found-one][aria-selected=true]");
    }

    private Page signedIn(int width, String scheme) throws Exception {
        var page = browser.page(stack.hubAddress().toString(), width, 900, scheme);
        test(page, "signin-user").fill("admin");
        test(page, "signin-password").fill(stack.adminPassword());
        test(page, "signin-submit").click();
        assertThat(test(page, "fleet-row")).isVisible();
        return page;
    }

    private static Locator test(Page page, String name) {
        return page.locator("[data-test='" + name + "']");
    }
}
