package io.pulsefleet.agent.collect.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefleet.agent.collect.postgres.Question.Column;
import io.pulsefleet.agent.collect.postgres.Question.Extension;
import io.pulsefleet.agent.collect.postgres.Question.Versions;
import io.pulsefleet.wire.Metric;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class QuestionHeadTest {

    @Test
    void readsAHead() {
        var question = QuestionHead.read("slots", """
                -- Slots,
                -- and what they keep.
                -- every    5m
                -- min      13
                -- max      16
                -- needs    pg_stat_statements 1.8 1.10
                -- scope    server
                -- document postgresql.replication
                -- label    slot   Its name.
                -- counter  sent   postgresql.slot.io{direction=sent} By What was sent.
                -- gauge    active postgresql.slot.active 1 Whether somebody uses it.
                -- field    plugin Of a logical one.
                SELECT slot, sent, active, plugin -- all of them
                  FROM slots;
                """);

        assertThat(question)
                .isEqualTo(new Question(
                        "slots",
                        "Slots, and what they keep.",
                        Duration.ofMinutes(5),
                        Question.Scope.SERVER,
                        new Versions(13, 16),
                        Optional.of(new Extension("pg_stat_statements", new Versions(8, 10))),
                        List.of("slot"),
                        List.of(
                                new Column(
                                        "sent",
                                        Metric.counter(
                                                "postgresql.slot.io", "By", "What was sent.", "slot", "direction"),
                                        Map.of("direction", "sent")),
                                new Column(
                                        "active",
                                        Metric.gauge(
                                                "postgresql.slot.active", "1", "Whether somebody uses it.", "slot"),
                                        Map.of())),
                        List.of("plugin"),
                        Optional.of("postgresql.replication"),
                        "SELECT slot, sent, active, plugin -- all of them\n  FROM slots"));
        assertThat(question.isFor(12)).isFalse();
        assertThat(question.isFor(13)).isTrue();
        assertThat(question.isFor(16)).isTrue();
        assertThat(question.isFor(17)).isFalse();
    }

    @Test
    void tellsEveryMistakeAtOnce() {
        assertThatThrownBy(() -> QuestionHead.read("broken", """
                        -- every    sometimes
                        -- min      twelve
                        -- conuter  commits postgresql.commits {transaction} Commits.
                        -- gauge    backends
                        -- gauge    Size    postgresql.size By Size.
                        -- gauge    size    pg.size By Size.
                        -- label    state   A state.
                        -- label    state   A state.
                        -- field    plugin  Of a logical one.
                        DELETE FROM state; DROP TABLE plugin;
                        """))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("broken.sql: every: no duration: sometimes; no version: twelve;"
                        + " no such line: conuter  commits postgresql.commits {transaction} Commits.;"
                        + " must have column, metric, unit and meaning: backends; no name of a column: Size;"
                        + " no name of a metric: pg.size; is there twice: state; its SQL must be a SELECT;"
                        + " its SQL must be one statement that ends in ;; does not say what it is about;"
                        + " does not say 'every'; has fields and no document for them");
    }

    @Test
    void everyShippedFileIsReadAndInTheList() throws Exception {
        var folder = Path.of("src/main/resources/postgres");
        try (var files = Files.list(folder)) {
            assertThat(Stream.concat(Questions.shipped().all().stream(), Questions.READ.stream()))
                    .extracting(question -> question.name() + ".sql")
                    .containsExactlyInAnyOrderElementsOf(
                            files.map(file -> file.getFileName().toString())
                                    .filter(name -> name.endsWith(".sql"))
                                    .toList());
        }
    }

    @Test
    void aMetricThatSeveralFilesTellIsTheSameInAll() {
        var all = Questions.shipped().all().stream()
                .flatMap(question -> question.metrics().stream())
                .map(metric -> List.of(metric.name(), metric.kind(), metric.unit(), metric.labels()))
                .distinct()
                .toList();

        assertThat(all).extracting(metric -> metric.get(0)).doesNotHaveDuplicates();
    }
}
