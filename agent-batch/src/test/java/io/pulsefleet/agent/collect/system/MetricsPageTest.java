package io.pulsefleet.agent.collect.system;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.wire.Metric;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The reference page says what the collector says of itself. {@code mvn test -Dreference.write=true} writes it anew. */
class MetricsPageTest {

    private static final Path PAGE = Path.of("../docs/reference/metrics-system.md");

    @Test
    void thePageIsCurrent() throws Exception {
        var info = new SystemCollector(null).info();
        var page = info.metrics().stream()
                .map(MetricsPageTest::row)
                .collect(joining(
                        "\n",
                        "# The collector `%s`\n\n%s Every %d s by default. Made from the code.\n\n"
                                        .formatted(
                                                info.name(),
                                                info.about(),
                                                info.every().toSeconds())
                                + "| metric | kind | unit | labels | meaning |\n|---|---|---|---|---|\n",
                        "\n"));
        if (Boolean.getBoolean("reference.write")) {
            Files.writeString(PAGE, page);
        }

        assertThat(Files.readString(PAGE)).isEqualTo(page);
    }

    private static String row(Metric metric) {
        return "| `%s` | %s | `%s` | %s | %s |"
                .formatted(
                        metric.name(),
                        metric.kind().name().toLowerCase(Locale.ROOT),
                        metric.unit(),
                        metric.labels().stream().map(label -> "`" + label + "`").collect(joining(", ")),
                        metric.about());
    }
}
