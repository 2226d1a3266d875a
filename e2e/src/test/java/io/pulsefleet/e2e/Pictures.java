package io.pulsefleet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitUntilState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * How the console's pages look, kept in {@code docs/pages}: each on one sheet, wide and narrow, light and dark. They are taken
 * with {@code -Dpictures.write=true} only; without it a page that has no picture, or a picture without a page, is an error.
 */
final class Pictures {

    record Size(int width, int height) {}

    static final List<Size> SIZES = List.of(new Size(1440, 900), new Size(390, 844));

    private static final boolean WRITE = Boolean.getBoolean("pictures.write");
    private static final Path FOLDER = Path.of("../docs/pages");
    private static final Path INDEX = Path.of("../docs/pages.md");

    /** Each picture at two thirds of its size, the themes one below the other. */
    private static final String SHEET = """
            <style>body{margin:0;background:#888;display:grid;grid-template-columns:960px 390px;gap:8px;padding:8px;width:max-content}
            img{height:600px;display:block}</style>%s""";

    private static final Size SIZE_OF_SHEET = new Size(1374, 1224);
    private static final int QUALITY = 55;

    private final Set<String> names;
    private final Map<String, List<byte[]>> taken = new TreeMap<>();
    private final AtomicInteger asking = new AtomicInteger();

    Pictures(Set<String> names) {
        this.names = new TreeSet<>(names);
    }

    /** From now on a picture of it waits for the answers to what it has asked. */
    void watch(Page page) {
        asking.set(0);
        page.onRequest(request -> asking.incrementAndGet());
        page.onRequestFinished(request -> asking.decrementAndGet());
        page.onRequestFailed(request -> asking.decrementAndGet());
    }

    void take(Page page, String name) {
        if (WRITE) {
            page.waitForCondition(() -> asking.get() <= 0);
            page.evaluate("() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))");
            page.evaluate("() => scrollTo(0, 0)");
            taken.computeIfAbsent(name, one -> new ArrayList<>()).add(page.screenshot());
        }
    }

    /** @param beside where the sheets may be drawn */
    void keep(Page beside) throws IOException {
        if (WRITE) {
            Files.createDirectories(FOLDER);
            try (var context = beside.context()
                    .browser()
                    .newContext(
                            new NewContextOptions().setViewportSize(SIZE_OF_SHEET.width(), SIZE_OF_SHEET.height()))) {
                var sheet = context.newPage();
                for (var one : taken.entrySet()) {
                    Files.write(FOLDER.resolve(one.getKey() + ".webp"), drawn(sheet, one.getValue()));
                }
            }
            for (var file : kept()) {
                if (!names.contains(file)) {
                    Files.delete(FOLDER.resolve(file + ".webp"));
                }
            }
            Files.writeString(INDEX, index());
        }
        assertThat(kept()).as("take them anew with -Dpictures.write=true").isEqualTo(names);
        assertThat(INDEX).hasContent(index());
    }

    private static byte[] drawn(Page sheet, List<byte[]> four) {
        var inOrder =
                List.of(four.get(0), four.get(2), four.get(1), four.get(3)); // wide before narrow, light above dark
        sheet.setContent(
                SHEET.formatted(inOrder.stream()
                        .map(one -> "<img src='data:image/png;base64,"
                                + Base64.getEncoder().encodeToString(one) + "'>")
                        .collect(Collectors.joining())),
                new Page.SetContentOptions().setWaitUntil(WaitUntilState.LOAD));
        var how = new JsonObject();
        how.addProperty("format", "webp");
        how.addProperty("quality", QUALITY);
        var answer = sheet.context().newCDPSession(sheet).send("Page.captureScreenshot", how);
        return Base64.getDecoder().decode(answer.get("data").getAsString());
    }

    private static Set<String> kept() {
        try (var files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString().replace(".webp", ""))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }

    private String index() {
        return """
                # The console's pages

                Each as it is on a screen of 1440 × 900 and on a phone of 390 × 844, light and dark, with one host, its database, two monitors, a
                dashboard and a batch server of another team. `EveryPageIT` walks through all of them, and takes these pictures anew with
                `-Dpictures.write=true`.
                """
                + names.stream()
                        .map(name -> "\n## %1$s\n\n![%1$s](pages/%1$s.webp)\n".formatted(name))
                        .collect(Collectors.joining());
    }
}
