package io.pulsefleet.agent.collect.pglog;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefleet.agent.collect.UnreachableException;
import io.pulsefleet.agent.collect.jdbc.Delivered;
import io.pulsefleet.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log as text, visited as the runner visits it. */
class PgLogCollectorTest {

    @TempDir
    Path folder;

    private Instant now = Instant.now().plusSeconds(3_600); // what is written now was written an hour ago
    private final VisitedLog log = new VisitedLog(() -> now);
    private int written;

    @BeforeEach
    void aLogThatIsRead() throws IOException {
        log.given.put("pulse.pg-log.files", folder.resolve("*.log").toString());
        log.given.put("pulse.pg-log.line.prefix", "%m [%p] %a");
        log.given.put("pulse.pg-log.begin", "start");
        visit();
    }

    @Test
    void withoutFilesThereIsNobodyToVisit() {
        assertThat(new PgLogCollector(new Settings(name -> Optional.empty()), new Delivered()).targets())
                .isEmpty();
    }

    @Test
    void entriesAreGroupedByLevelAndCounted() throws Exception { // PG-03
        write("psql ERROR:  deadlock detected", "psql LOG:  checkpoint starting: time", "psql ERROR:  no");

        visit();

        assertThat(log.told).hasSize(1);
        assertThat(log.told.get(0).count()).isEqualTo(3);
        assertThat(log.told.get(0).levels()).isEqualTo(Map.of("ERROR", 2, "LOG", 1));
        assertThat(log.numbers)
                .containsEntry("postgresql.log.entries{level=\"ERROR\"}", 2.0)
                .containsEntry("postgresql.log.entries{level=\"PANIC\"}", 0.0)
                .containsEntry("postgresql.log.events{event=\"deadlock_detected\"}", 1.0)
                .containsEntry("postgresql.log.events{event=\"checkpoint\"}", 1.0)
                .containsEntry("postgresql.log.events{event=\"disk_full\"}", 0.0);
    }

    @Test
    void countsGoOnAcrossRestarts() throws Exception {
        write("psql ERROR:  one");
        visit();
        log.restart();
        write("psql ERROR:  two");
        visit();

        assertThat(log.numbers).containsEntry("postgresql.log.entries{level=\"ERROR\"}", 2.0);
        assertThat(log.messages()).containsExactly("one", "two");
    }

    @Test
    void whatWasNotSealedIsReadAgain() throws Exception {
        write("psql ERROR:  one");
        log.visitInVain();
        write("psql ERROR:  two");
        visit();

        assertThat(log.messages()).containsExactly("one", "two");
        assertThat(log.numbers).containsEntry("postgresql.log.entries{level=\"ERROR\"}", 2.0);
    }

    @Test
    void atMostFiveHundredWaitAndNoneIsDropped() throws Exception { // PG-03
        write(IntStream.range(0, 1_750).mapToObj(i -> "psql LOG:  number " + i).toArray(String[]::new));
        assertThat(log.isUrgent()).isTrue();

        visit();

        assertThat(log.told.stream().map(document -> document.count())).containsExactly(500, 500, 500, 250);
        assertThat(log.messages())
                .isEqualTo(
                        IntStream.range(0, 1_750).mapToObj(i -> "number " + i).toList());
        assertThat(log.moments)
                .as("each visit has a moment of its own")
                .doesNotHaveDuplicates()
                .isSorted();
    }

    @Test
    void anEntryWithARequestsIdDoesNotWait() throws Exception { // PG-03, PG-05
        write("psql ERROR:  one");
        assertThat(log.isUrgent()).isFalse();
        write("checkout:4711 ERROR:  two");
        assertThat(log.isUrgent()).isTrue();
        visit();
        assertThat(log.isUrgent()).isFalse();

        assertThat(log.entries().stream().map(entry -> entry.message() + " " + entry.correlationId()))
                .containsExactly("one null", "two 4711");
    }

    @Test
    void anEntryThatIsTooLongIsToldInPart() throws Exception {
        for (var ending : List.of(".log", ".csv", ".json")) {
            log.given.put("pulse.pg-log.files", folder.resolve("long" + ending).toString());
            log.restart();
            var much = "x".repeat(5 << 20);
            Files.writeString(
                    folder.resolve("long" + ending),
                    switch (ending) {
                        case ".csv" -> csv("before") + csv(much + "\n2026-11-21 10:00:00.000 UTC,x") + csv("behind");
                        case ".json" -> json("before") + json(much) + json("behind");
                        default ->
                            line("before")
                                    + line(much + "\n\t2026-11-21 10:00:00.000 UTC [17] x LOG:  x")
                                    + line("behind");
                    });
            log.told.clear();

            visit();

            assertThat(log.messages())
                    .as(ending)
                    .hasSize(3)
                    .startsWith("before")
                    .endsWith("behind");
            assertThat(log.messages().get(1)).hasSizeLessThan(17_000);
        }
        assertThat(log.troubles).isEmpty();
    }

    private static String line(String message) {
        return "2026-11-21 10:00:00.000 UTC [17] x LOG:  " + message + "\n";
    }

    private static String csv(String message) {
        return "2026-11-21 10:00:00.000 UTC,,,17,,6741f5a0.11,3,,2026-11-21 09:00:00 UTC,,0,LOG,00000,\"" + message
                + "\",,,,,,,,,\"\",\"checkpointer\",,0\n";
    }

    private static String json(String message) {
        return "{\"timestamp\":\"2026-11-21 10:00:00.000 UTC\",\"error_severity\":\"LOG\",\"message\":\"" + message
                + "\"}\n";
    }

    @Test
    void thousandsOfSmallFilesAreReadAfterADowntime() throws Exception {
        for (int i = 0; i < 3_000; i++) {
            var file = folder.resolve("b-" + i + ".log");
            Files.writeString(file, line("number " + i));
            Files.setLastModifiedTime(file, FileTime.from(now.minusSeconds(100).plusMillis(i)));
        }

        visit();
        visit();

        assertThat(log.messages())
                .isEqualTo(
                        IntStream.range(0, 3_000).mapToObj(i -> "number " + i).toList());
        assertThat(log.place.orElseThrow().length()).isLessThan(40_000);
    }

    @Test
    void linksThatLeadNowhereAndFoldersAreNoFiles() throws Exception {
        Files.createSymbolicLink(folder.resolve("c.log"), folder.resolve("gone"));
        write("psql ERROR:  one");
        Files.createDirectory(folder.resolve("d.log"));

        visit();

        assertThat(log.messages()).containsExactly("one");
        assertThat(log.troubles).isEmpty();
    }

    @Test
    void aPrefixThatFitsNoLineIsSaid() throws Exception {
        var lines = new ArrayList<String>();
        for (int i = 0; i < 7; i++) {
            lines.add("<17> LOG:  " + i);
        }
        Files.write(folder.resolve("a.log"), lines);

        visit();

        assertThat(log.troubles)
                .containsExactly("none of 7 lines has a known log_line_prefix, as `<17> LOG:  0`; set"
                        + " PULSE_PG_LOG_LINE_PREFIX to what `SHOW log_line_prefix` says");
        assertThat(log.entries()).as("and yet they are told").hasSize(7);
    }

    @Test
    void whatIsSecretStaysHere() throws Exception {
        log.given.put("pulse.pg-log.redact", "literals");
        log.restart();
        write("psql LOG:  duration: 5.000 ms  statement: ALTER ROLE a PASSWORD 's3cret'; SELECT 17, 's3cret'");

        visit();

        assertThat(log.entries().get(0).statement()).isEqualTo("ALTER ROLE a PASSWORD ?; SELECT ?, ?");
        assertThat(log.place.orElseThrow()).doesNotContain("s3cret");
    }

    @Test
    void aPlaceThatIsBrokenBeginsAtTheEndAndSaysSo() throws Exception {
        write("psql ERROR:  one");
        log.place = Optional.of("{\"at\":");
        visit();
        write("psql ERROR:  two");
        visit();

        assertThat(log.troubles).singleElement().asString().contains("cannot be understood", "at the log's end");
        assertThat(log.messages()).containsExactly("two");
    }

    @Test
    void aFolderThatIsNotThereIsAnAnswer() {
        log.given.put("pulse.pg-log.files", folder.resolve("none/*.log").toString());
        log.restart();

        assertThatThrownBy(this::visit)
                .isInstanceOf(UnreachableException.class)
                .hasMessage(folder.resolve("none") + " is not there");
    }

    @Test
    void mistakesInSettingsAreToldAtOnce() {
        var given = Map.of(
                "pulse.pg-log.targets", "main,shop",
                "pulse.pg-log.files", "/var/*/x.log",
                "pulse.pg-log.shop.line.prefix", "%y",
                "pulse.pg-log.redact", "some",
                "pulse.pg-log.time.zone", "Atlantis");
        var settings = new Settings(name -> Optional.ofNullable(given.get(name)));

        assertThatThrownBy(() -> settings.check(PgLogConfig.allIn(settings)))
                .hasMessageContainingAll(
                        "PULSE_PG_LOG_FILES: cannot read '/var/*/x.log'",
                        "PULSE_PG_LOG_SHOP_LINE_PREFIX: cannot read '%y'",
                        "PULSE_PG_LOG_REDACT: cannot read 'some'",
                        "PULSE_PG_LOG_TIME_ZONE: cannot read 'Atlantis'");
    }

    private void visit() throws IOException {
        now = now.plusSeconds(10);
        log.visit();
    }

    private void write(String... lines) throws IOException {
        for (var line : lines) {
            Files.writeString(
                    folder.resolve("a.log"),
                    "2026-11-21 10:00:00.%03d UTC [17] %s%n".formatted(++written % 1_000, line),
                    CREATE,
                    APPEND);
        }
    }
}
