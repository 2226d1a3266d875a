package io.pulsefleet.e2e;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/requirements.md} says which tests show which requirement: those that name it. {@code mvn test
 * -Dreference.write=true} writes the names anew; what each row means is written by hand.
 */
class RequirementsTest {

    private static final Path PAGE = Path.of("../docs/requirements.md");
    private static final Pattern CITED =
            Pattern.compile("\\b(P[AGU]|SP|UO)-(\\d\\d)(?: to (?:P[AGU]|SP|UO)-(\\d\\d))?\\b");
    private static final Pattern ROW = Pattern.compile("\\| ((?:P[AGU]|SP|UO)-\\d\\d) \\| (.*) \\| (.*) \\|");

    private static final List<String> WANTED = Stream.of(
                    IntStream.rangeClosed(1, 13).mapToObj("PA-%02d"::formatted),
                    IntStream.rangeClosed(1, 15).mapToObj("PG-%02d"::formatted),
                    IntStream.of(1, 2, 3, 4, 5, 9, 12, 13, 14, 15, 16).mapToObj("PU-%02d"::formatted),
                    IntStream.of(1, 2, 3, 4, 6, 8, 11, 12, 13, 19).mapToObj("SP-%02d"::formatted),
                    IntStream.rangeClosed(1, 9).mapToObj("UO-%02d"::formatted))
            .flatMap(rows -> rows)
            .toList();

    @Test
    void eachRowHasItsTestsAndThePageNamesThem() throws Exception {
        var shown = testsByRequirement();
        shown.keySet().removeIf(row -> row.startsWith("SP-") && !WANTED.contains(row)); // of what is not there yet
        assertThat(shown.keySet()).as("cited, and no others").containsExactlyElementsOf(WANTED);
        var written = Files.readString(PAGE);
        var page = written.lines().map(line -> current(line, shown)).collect(joining("\n", "", "\n"));
        if (Boolean.getBoolean("reference.write")) {
            Files.writeString(PAGE, page);
            written = page;
        }

        assertThat(written).isEqualTo(page);
        assertThat(page.lines().map(ROW::matcher).filter(row -> row.matches()).map(row -> row.group(1)))
                .containsExactlyElementsOf(WANTED);
    }

    private static String current(String line, Map<String, Set<String>> shown) {
        var row = ROW.matcher(line);
        return row.matches()
                ? "| %s | %s | %s |"
                        .formatted(
                                row.group(1),
                                row.group(2),
                                shown.getOrDefault(row.group(1), new TreeSet<>()).stream()
                                        .map("`%s`"::formatted)
                                        .collect(joining(", ")))
                : line;
    }

    private static Map<String, Set<String>> testsByRequirement() throws IOException {
        var shown = new TreeMap<String, Set<String>>();
        for (var source : testSources()) {
            var test = source.getFileName().toString().replace(".java", "");
            var cited = CITED.matcher(Files.readString(source));
            while (cited.find()) {
                var first = Integer.parseInt(cited.group(2));
                var last = cited.group(3) == null ? first : Integer.parseInt(cited.group(3));
                var area = cited.group(1);
                IntStream.rangeClosed(first, last)
                        .mapToObj(number -> "%s-%02d".formatted(area, number))
                        .forEach(row -> shown.computeIfAbsent(row, none -> new TreeSet<>())
                                .add(test));
            }
        }
        return shown;
    }

    static List<Path> testSources() {
        var modules = List.of(
                "settings", "ingest-api", "agent-batch", "agent-supervisor", "agent-web", "db", "liberty", "e2e");
        return modules.stream()
                .map(module -> Path.of("..", module))
                .flatMap(RequirementsTest::javaIn)
                .filter(source -> source.toString().contains("/src/test/java/"))
                .filter(source -> !source.endsWith("RequirementsTest.java"))
                .toList();
    }

    private static Stream<Path> javaIn(Path module) {
        try (var all = Files.walk(module)) {
            return all.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
