package io.pulsefleet.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Users, tokens and one's own account in the console, and what is not offered to those who may not (SP-13). */
@ExtendWith(Shared.class)
@ResourceLock(Shared.STACK)
class AccountsConsoleIT {

    private static final String SECRET = "a secret of twelve or more";

    private static Browser browser;

    private final Stack stack;

    AccountsConsoleIT(Stack stack) {
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
    void aColleagueIsGivenAnAccountAndSeesWhatItMay() throws Exception {
        var admin = signedIn("admin", stack.adminPassword(), 1440, "light");
        make(admin, "vera", "viewer", "");
        var viewer = signedIn("vera", SECRET, 1440, "dark");

        assertThat(test(viewer, "role")).hasText("Viewer");
        assertThat(viewer.locator("#top nav")).containsText("Storage");
        assertThat(viewer.locator("#top nav")).not().containsText("API keys");
        assertThat(viewer.locator("#top nav")).not().containsText("Users");
        go(viewer, "databases");
        assertThat(test(viewer, "notice")).isVisible(); // nobody watches a database yet
        assertThat(test(viewer, "database-add")).isHidden();
        go(viewer, "users");
        assertThat(test(viewer, "notice")).containsText("It is for admins");
        Browser.screenshot(viewer, "no-rights-dark");

        test(admin, "users").locator("[data-name=vera] [data-test=user-open]").click();
        test(admin, "user-change").locator("[data-test=user-role]").selectOption("operator");
        Browser.screenshot(admin, "user-change-light");
        test(admin, "user-save").click();
        assertThat(test(admin, "users-outcome")).containsText("“vera” is changed");
        viewer.reload();
        assertThat(test(viewer, "signin")).isVisible(); // its rights are others: it signs in anew
        assertThat(browser.complaints()).isEmpty();

        test(admin, "user-remove").click();
        test(admin, "user-remove-surely").click();
        assertThat(test(admin, "users").locator("[data-name=vera]")).hasCount(0);
    }

    /** What the second typed stays until it chooses. */
    @Test
    void twoAdminsChangeTheSameUserAndTheSecondSeesWhatTheFirstDid() throws Exception {
        var one = signedIn("admin", stack.adminPassword(), 1440, "light");
        make(one, "dora", "viewer", "");
        var other = signedIn("admin", stack.adminPassword(), 390, "dark");
        go(other, "users");
        openUser(one, "dora");
        openUser(other, "dora");

        test(one, "user-change").locator("[data-test=user-role]").selectOption("operator");
        test(one, "user-groups").fill("web");
        test(one, "user-save").click();
        assertThat(test(one, "users-outcome")).containsText("is changed");

        test(other, "user-groups").fill("db");
        test(other, "user-save").click();
        assertThat(test(other, "users-outcome")).containsText("somebody else was quicker");
        assertThat(test(other, "conflict").locator("[data-field=role]")).containsText("Operator");
        assertThat(test(other, "conflict").locator("[data-field=groups]")).containsText("web");
        assertThat(test(other, "conflict").locator("[data-field=groups]")).containsText("db");
        assertThat(test(other, "user-groups")).hasValue("db");
        Browser.screenshot(other, "conflict-phone-dark");
        test(other, "conflict-take").click();
        assertThat(test(other, "user-groups")).hasValue("web");
        assertThat(test(other, "conflict")).hasCount(0);

        test(one, "user-groups").fill("mail");
        test(one, "user-save").click();
        assertThat(test(one, "users-outcome")).containsText("is changed");
        test(other, "user-groups").fill("db");
        test(other, "user-save").click();
        assertThat(test(other, "conflict")).isVisible();
        test(other, "conflict-over").click();
        assertThat(test(other, "users-outcome")).containsText("is changed");
        assertThat(test(other, "users").locator("[data-name=dora]")).containsText("db");
        test(one, "user-groups").fill("late");
        test(one, "user-save").click();
        assertThat(test(one, "conflict")).isVisible();
        Browser.screenshot(one, "conflict-light");
    }

    private void openUser(Page page, String name) {
        test(page, "users")
                .locator("[data-name=" + name + "] [data-test=user-open]")
                .click();
        assertThat(test(page, "user-save")).isVisible();
    }

    @Test
    void whoSeesSomeGroupsFindsNothingOfTheRest() throws Exception {
        var admin = signedIn("admin", stack.adminPassword(), 390, "light");
        make(admin, "gus", "operator", "elsewhere");
        Browser.screenshot(admin, "users-phone-light");
        var limited = signedIn("gus", SECRET, 390, "dark");

        assertThat(test(limited, "fleet-row")).hasCount(0);
        assertThat(limited.locator("#top nav")).not().containsText("Uptime");
        go(limited, "uptime");
        assertThat(test(limited, "notice")).containsText("hosts of some groups only: elsewhere");
        test(limited, "user").click();
        assertThat(test(limited, "account-about")).containsText("Hosts: elsewhere.");
        Browser.screenshot(limited, "account-phone-dark");
    }

    @Test
    void onePasswordIsChangedForAnother() throws Exception {
        var admin = signedIn("admin", stack.adminPassword(), 1440, "dark");
        make(admin, "otto", "viewer", "");
        Browser.screenshot(admin, "users-dark");
        var otto = signedIn("otto", SECRET, 1440, "light");
        test(otto, "user").click();

        assertThat(test(otto, "session-row")).hasCount(1);
        test(otto, "account-old").fill(SECRET);
        test(otto, "account-fresh").fill("another secret of otto");
        test(otto, "account-again").fill("yet another of otto's");
        test(otto, "account-submit").click();
        assertThat(test(otto, "account-outcome")).containsText("not the same");
        test(otto, "account-again").fill("another secret of otto");
        test(otto, "account-submit").click();
        assertThat(test(otto, "account-outcome")).containsText("Your password is changed");
        Browser.screenshot(otto, "account-light");
        signedIn("otto", "another secret of otto", 1440, "light");
    }

    @Test
    void aScriptIsGivenATokenAndANewSecret() throws Exception {
        var admin = signedIn("admin", stack.adminPassword(), 1440, "light");
        go(admin, "api-keys");
        test(admin, "newkey-name").fill("deploy script");
        test(admin, "newkey-role").selectOption("operator");
        test(admin, "newkey-groups").fill("web, db");
        test(admin, "newkey-submit").click();
        var row = test(admin, "keys").locator("[data-name='deploy script']");
        assertThat(row).containsText("Operator · db, web");
        assertThat(row).containsText("by admin");
        var first = test(admin, "made-key").textContent();
        row.locator("[data-test=key-rotate]").click();
        assertThat(test(admin, "made-key")).not().hasText(first);
        assertThat(row).containsText("The old secret holds");
        Browser.screenshot(admin, "tokens-light");
        assertThat(browser.complaints()).isEmpty();
    }

    private void make(Page admin, String name, String role, String groups) {
        go(admin, "users");
        test(admin, "newuser-name").fill(name);
        test(admin, "newuser").locator("[data-test=user-role]").selectOption(role);
        test(admin, "newuser-groups").fill(groups);
        test(admin, "newuser-password").fill(SECRET);
        test(admin, "newuser-submit").click();
        assertThat(test(admin, "users").locator("[data-name=" + name + "]")).isVisible();
    }

    private void go(Page page, String where) {
        page.navigate(stack.hubAddress().resolve("/#/" + where).toString());
    }

    private Page signedIn(String user, String password, int width, String scheme) {
        var page = browser.page(stack.hubAddress().toString(), width, 900, scheme);
        test(page, "signin-user").fill(user);
        test(page, "signin-password").fill(password);
        test(page, "signin-submit").click();
        assertThat(test(page, "sign-out")).isVisible();
        return page;
    }

    private static Locator test(Page page, String name) {
        return page.locator("[data-test='" + name + "']");
    }
}
