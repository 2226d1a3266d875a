package io.pulsefleet.agent.collect;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.wire.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The reference page says what the collector says of itself. {@code mvn test -Dreference.write=true} writes it anew. */
public final class MetricsPage {

    private MetricsPage() {}

    public static void assertCurrent(CollectorInfo info) throws IOException {
        var path = Path.of("../docs/reference/metrics-" + info.name() + ".md");
        var page = of(info);
        if (Boolean.getBoolean("reference.write")) {
            Files.writeString(path, page);
        }
        assertThat(Files.readString(path)).isEqualTo(page);
    }

    private static String of(CollectorInfo info) {
        return info.metrics().stream()
                .map(MetricsPage::row)
                .collect(joining(
                        "\n",
                        "# The collector `%s`\n\n%s Every %d s by default. Made from the code.\n\n"
                                        .formatted(
                                                info.name(),
                                                info.about(),
                                                info.every().toSeconds())
                                + "| metric | kind | unit | labels | meaning |\n|---|---|---|---|---|\n",
                        "\n"));
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
