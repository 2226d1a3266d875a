package io.pulsefleet.console;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PagesTest {

    private static final Path PAGES = Path.of("src/main/webapp");
    private static final Path UPLOT = PAGES.resolve("lib/uplot-1.6.32");
    private static final Pattern FILE_AND_HASH = Pattern.compile("\\| (\\S+) \\| ([0-9a-f]{64}) \\|");
    private static final Pattern LOADED = Pattern.compile("(?:src|href)=\"([^\"#]+)\"");
    private static final Pattern IMPORTED = Pattern.compile("(?m)^(?:import|export) .*from '([^']+)';");

    @Test
    void theLibraryIsAsItWasReleased() throws Exception {
        var listed = FILE_AND_HASH
                .matcher(Files.readString(UPLOT.resolve("README.md")))
                .results()
                .collect(toMap(found -> found.group(1), found -> found.group(2)));

        assertThat(listed).isEqualTo(hashesIn(UPLOT));
    }

    @Test
    void theFrameLoadsFilesThatAreThere() throws Exception {
        var loaded =
                LOADED.matcher(Files.readString(PAGES.resolve("index.html"))).results();

        assertThat(loaded.map(found -> found.group(1)))
                .isNotEmpty()
                .allSatisfy(file -> assertThat(PAGES.resolve(file)).exists());
    }

    @Test
    void theFrameHoldsNoScriptStyleOrHandlerThatOurPolicyWouldForbid() throws Exception {
        assertThat(Files.readString(PAGES.resolve("index.html")))
                .doesNotContainPattern("<script>|<style|style=| on[a-z]+=");
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void aScriptImportsScriptsThatAreThere(Path script) throws Exception {
        assertThat(IMPORTED.matcher(Files.readString(script)).results().map(PagesTest::imported))
                .allSatisfy(file -> assertThat(script.resolveSibling(file)).exists());
    }

    static List<Path> scripts() throws IOException {
        try (var files = Files.walk(PAGES)) {
            return files.filter(file -> file.toString().endsWith(".js") && !file.startsWith(UPLOT))
                    .toList();
        }
    }

    private static String imported(MatchResult found) {
        return found.group(1);
    }

    private static Map<String, String> hashesIn(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> !file.endsWith("README.md"))
                    .collect(toMap(file -> file.getFileName().toString(), PagesTest::hashOf));
        }
    }

    private static String hashOf(Path file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (IOException | NoSuchAlgorithmException broken) {
            throw new AssertionError(broken);
        }
    }
}
