package io.pulsefleet.agent.collect;

import static java.util.stream.Collectors.joining;

import io.pulsefleet.settings.Setting;
import io.pulsefleet.settings.SettingsPage;
import io.pulsefleet.wire.HostEvent;
import io.pulsefleet.wire.HostEventType;
import io.pulsefleet.wire.Metric;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** A collector's reference page, in Markdown: what it says of itself, and the settings that it reads. */
record CollectorPage(CollectorInfo info, List<Setting<?>> settings) {

    private static final String EVENTS_ABOUT = "What happened, one for each: see [events](#events).";

    String text() {
        return "# The collector `%s`\n\n%s Made from the code; [all collectors](README.md).\n\n"
                        .formatted(info.name(), info.about())
                + "| | |\n|---|---|\n| looks at | %s |\n| every | %s, where neither a setting nor the hub's plan says otherwise |\n"
                        .formatted(info.targets(), words(info.every()))
                + "\n## Settings\n\n"
                + SettingsPage.table(settings)
                + section("Metrics", "metric | kind | unit | labels | meaning", info.metrics(), CollectorPage::row)
                + section("Documents", "kind | meaning", documents(), sent -> "`" + sent.kind() + "` | " + sent.about())
                + section("Events", "type | severity | meaning", info.events(), CollectorPage::row)
                + section(
                        "States",
                        "state | meaning, and what to do",
                        info.states(),
                        state -> "`" + state.name() + "` | " + state.about());
    }

    private List<CollectorInfo.Sent> documents() {
        return info.events().isEmpty()
                ? info.documents()
                : info.sending(HostEvent.KIND, EVENTS_ABOUT).documents();
    }

    /** The page of all. */
    static String ofAll(Collection<CollectorInfo> all) {
        return all.stream()
                .map(info -> "| [`%s`](%s.md) | %s | %s | %s |"
                        .formatted(info.name(), info.name(), info.about(), info.targets(), words(info.every())))
                .collect(joining("\n", """
                        # Collectors

                        What an agent reads: each has a job of its name, and a page. Made from the code.

                        | collector | about | looks at | every |
                        |---|---|---|---|
                        """, "\n"));
    }

    private static <T> String section(String title, String head, List<T> all, Function<T, String> row) {
        var line = head.replaceAll("[^|]+", "---");
        return all.isEmpty()
                ? ""
                : all.stream()
                        .map(one -> "| " + row.apply(one) + " |\n")
                        .collect(joining("", "\n## %s\n\n| %s |\n|%s|\n".formatted(title, head, line), ""));
    }

    private static String row(Metric metric) {
        return "`%s` | %s | `%s` | %s | %s"
                .formatted(
                        metric.name(),
                        metric.kind().name().toLowerCase(Locale.ROOT),
                        metric.unit(),
                        metric.labels().stream().map(label -> "`" + label + "`").collect(joining(", ")),
                        metric.about());
    }

    private static String row(HostEventType type) {
        return "`%s` | %s | %s"
                .formatted(
                        type, type.severities().stream().map(Object::toString).collect(joining(", ")), type.about());
    }

    private static String words(Duration every) {
        if (every.toSeconds() % 3600 == 0) {
            return every.toHours() + " h";
        }
        return every.toSeconds() % 60 == 0 ? every.toMinutes() + " min" : every.toSeconds() + " s";
    }
}
