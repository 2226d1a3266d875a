package io.pulsefleet.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The system's Chromium without a window. Where none is installed, the tests that need it say that they were skipped.
 *
 * <p>It notes what must never happen: an error on the page's console, a request to another host.
 */
final class Browser implements AutoCloseable {

    private final Chromium chromium;
    private final List<String> complaints = new ArrayList<>();

    private Browser(Chromium chromium) {
        this.chromium = chromium;
    }

    static Browser open() {
        var found = Chromium.open();
        if (found.isEmpty()) {
            System.out.println(
                    "SKIPPED, the tests of the console: no Chromium at " + Chromium.PLACES + "; install it.");
        }
        assumeTrue(found.isPresent(), "no Chromium");
        return new Browser(found.get());
    }

    /** A page of its own, signed in nowhere; only what the given address serves may be asked for. */
    Page page(String address, int width, int height, String colorScheme) {
        return page(address, width, height, colorScheme, false);
    }

    /** As somebody sees it who looks away when the browser warns of a certificate. */
    Page pageOfAnyCertificate(String address, int width, int height, String colorScheme) {
        return page(address, width, height, colorScheme, true);
    }

    private Page page(String address, int width, int height, String colorScheme, boolean anyCertificate) {
        BrowserContext context = chromium.browser()
                .newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                        .setIgnoreHTTPSErrors(anyCertificate)
                        .setViewportSize(width, height)
                        .setColorScheme(ColorScheme.valueOf(colorScheme.toUpperCase(Locale.ROOT))));
        complaints.clear();
        var page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && !message.text().contains("status of 401")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.onRequest(request -> {
            if (!request.url().startsWith(address) && !request.url().startsWith("data:")) {
                complaints.add("asked for " + request.url());
            }
        });
        page.navigate(address);
        return page;
    }

    /** Errors and requests to elsewhere, since the last page was opened. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    void closePages() {
        List.copyOf(chromium.browser().contexts()).forEach(BrowserContext::close);
    }

    /** Kept in target/screenshots, for people to look at. */
    static void screenshot(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(Path.of("target", "screenshots", name + ".png"))
                .setFullPage(true));
    }

    @Override
    public void close() {
        chromium.close();
    }
}
