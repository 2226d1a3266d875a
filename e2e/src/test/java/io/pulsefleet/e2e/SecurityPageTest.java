package io.pulsefleet.e2e;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/security.md} names tests that there are, and leaves no row without an answer (SP-13). */
class SecurityPageTest {

    private static final Path PAGE = Path.of("../docs/security.md");
    private static final Pattern ROW = Pattern.compile("\\| (V\\d+\\.\\d+\\.\\d+) \\| (.+) \\| (.+) \\| ?(.*?) ?\\|");
    private static final Pattern NAME = Pattern.compile("`(\\w+)`");

    @Test
    void theTestsThatAreNamedExist() throws Exception {
        var rows = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| V"))
                .toList();
        assertThat(rows).hasSizeGreaterThan(50).allMatch(row -> ROW.matcher(row).matches());

        var named = rows.stream()
                .map(ROW::matcher)
                .filter(row -> row.matches())
                .flatMap(row -> NAME.matcher(row.group(4)).results())
                .map(name -> name.group(1))
                .collect(toSet());
        assertThat(named).isNotEmpty().allMatch(SecurityPageTest::isTest);
    }

    private static boolean isTest(String name) {
        return RequirementsTest.testSources().stream().anyMatch(source -> source.endsWith(name + ".java"));
    }
}
