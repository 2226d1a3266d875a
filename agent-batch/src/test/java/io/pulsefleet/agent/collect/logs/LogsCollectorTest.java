package io.pulsefleet.agent.collect.logs;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.pulsefleet.settings.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real files: SP-02, SP-04, SP-12. */
class LogsCollectorTest {

    @TempDir
    Path folder;

    private Instant now = Instant.parse("2026-11-21T10:00:00Z");
    private final VisitedLogs logs = new VisitedLogs(() -> now);

    @BeforeEach
    void begin() throws IOException {
        read("app.log plain");
        logs.visit();
    }

    @Test
    void aNewLineDoesNotWaitForTheRing() throws Exception {
        assertThat(logs.isUrgent()).isFalse();
        write("app.log", "it is up\n");
        assertThat(logs.isUrgent()).isFalse(); // it may go on in the next line
        now = now.plusSeconds(1);
        assertThat(logs.isUrgent()).isTrue();
        logs.visit();

        assertThat(logs.told()).isEqualTo("2026-11-21T10:00:01.007Z  {} it is up");
        assertThat(logs.lines.get(0).source())
                .isEqualTo(folder.resolve("app.log").toString());
    }

    @Test
    void aLineOfOneLineIsThereAtOnce() throws Exception {
        read("app.log nginx");
        logs.visit();
        write("app.log", "10.0.0.1 - - [21/Nov/2026:10:00:00 +0000] \"GET / HTTP/1.1\" 200 1\nhalf");

        assertThat(logs.isUrgent()).isTrue();
    }

    @Test
    void linesThatBelongTogetherAreOneEntry() throws Exception {
        write("app.log", "java.io.IOException: no\n\tat a.B.c(D.java:1)\n\tat a.B.d(D.java:2)\nnext\n");
        settle();

        assertThat(logs.texts())
                .containsExactly("java.io.IOException: no\n\tat a.B.c(D.java:1)\n\tat a.B.d(D.java:2)", "next");
        assertThat(logs.lines.get(0).severity()).isEqualTo("ERROR");
        assertThat(logs.lines.get(0).attributes()).containsKey("exception.fingerprint");
    }

    @Test
    void anEntryOfTooManyLinesIsSeveral() throws Exception {
        write("app.log", "first\n" + " more\n".repeat(1_200));
        settle();

        assertThat(logs.texts()).hasSize(3);
        assertThat(String.join("\n", logs.texts())).isEqualTo("first\n" + " more\n".repeat(1_199) + " more");
    }

    @Test
    void secretsStayHere() throws Exception {
        write("app.log", "connecting with password=geheim\n");
        settle();

        assertThat(logs.texts()).containsExactly("connecting with password=?");
    }

    @Test
    void encodings() throws Exception {
        read("app.log plain; old.log plain encoding=latin1");
        logs.visit();
        write("app.log", "gr\u00fcn\n".getBytes(StandardCharsets.UTF_8));
        write("app.log", "gr\u00fcn\n".getBytes(StandardCharsets.ISO_8859_1));
        write("old.log", "gr\u00fcn\n".getBytes(StandardCharsets.ISO_8859_1));
        settle();

        assertThat(logs.texts()).containsExactlyInAnyOrder("gr\u00fcn", "gr\uFFFDn", "gr\u00fcn");
    }

    @Test
    void whatIsNoTextIsShownInPart() throws Exception {
        var bytes = new byte[5_000];
        Arrays.fill(bytes, (byte) 1);
        write("app.log", bytes);
        write("app.log", "\nnext\n");
        settle();

        assertThat(logs.texts()).hasSize(2).last().isEqualTo("next");
        assertThat(logs.lines.get(0).attributes()).isEqualTo(Map.of("log.binary", "true", "log.cut", "true"));
        assertThat(number("log.lines.binary", "app.log")).isEqualTo(1);
    }

    @Test
    void aLineOf100MegabytesIsCut() throws Exception {
        var part = "x".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 100; i++) {
            write("app.log", part);
            if (i % 40 == 7) {
                logs.visit();
                logs.restart();
            }
        }
        write("app.log", "\nnext\n");
        settle();
        settle();

        assertThat(logs.texts()).hasSize(2).last().isEqualTo("next");
        assertThat(logs.texts().get(0)).hasSize(16_384);
        assertThat(number("log.lines.cut", "app.log")).isEqualTo(1);
    }

    @Test
    void whatIsMoreThanTheRateIsCountedAndSaid() throws Exception {
        read("app.log nginx rate=10");
        logs.visit();
        write("app.log", "line\n".repeat(300));
        logs.visit();

        assertThat(logs.texts()).hasSize(101).last().asString().startsWith("PulseFleet left out 200 lines here");
        assertThat(number("log.lines.dropped", "app.log")).isEqualTo(200);
    }

    @Test
    void whatCameWhileNobodyLookedIsNoBurst() throws Exception {
        read("app.log nginx rate=10");
        logs.visit();
        logs.restart();
        write("app.log", "line\n".repeat(300));
        now = now.plusSeconds(60);
        logs.visit();

        assertThat(logs.texts()).hasSize(300);
    }

    @Test
    void thousandsOfFilesAreReadAll() throws Exception {
        read("many-*.log nginx");
        logs.visit();
        for (int i = 0; i < 1_500; i++) {
            write("many-" + i + "x.log", "file " + i + "\n");
        }
        logs.visit();
        logs.restart();
        for (int i = 0; i < 1_500; i += 100) {
            write("many-" + i + "x.log", "again " + i + "\n");
        }
        logs.visit();

        assertThat(logs.texts()).hasSize(1_515).doesNotHaveDuplicates();
    }

    @Test
    void aCrashNeitherLosesNorRepeats() throws Exception {
        read("app.log nginx");
        logs.visit();
        for (int i = 0; i < 12_000; i++) {
            if (i % 4_000 == 0) {
                logs.visitInVain();
                logs.restart();
            }
            if (i % 1_000 == 0) {
                logs.visitOnce();
            }
            write("app.log", "line " + i + "\n");
        }
        logs.visit();

        assertThat(logs.texts()).hasSize(12_000).doesNotHaveDuplicates().last().isEqualTo("line 11999");
        assertThat(number("log.lines", "app.log")).isEqualTo(12_000);
    }

    @Test
    void aFailedLoginIsAnEventAsWell() throws Exception {
        read("auth.log auth");
        logs.visit();
        write("auth.log", "Nov 21 10:00:00 web1 sshd[1]: Failed password for root from 10.0.0.1 port 22 ssh2\n");
        settle();

        assertThat(logs.events).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo("login.failed");
            assertThat(event.subject()).isEqualTo("root");
            assertThat(event.fields())
                    .isEqualTo(Map.of("method", "password", "source.address", "10.0.0.1", "user", "root"));
        });
        assertThat(logs.lines).hasSize(1);
        assertThat(logs.numbers).containsEntry("security.events{type=login.failed}", 1.0);
    }

    @Test
    void aTimeThatCannotBeIsNotTheLines() throws Exception {
        read("app.log json");
        logs.visit();
        write("app.log", "{\"time\":\"2999-01-01T00:00:00Z\",\"msg\":\"x\"}\n");
        logs.visit();

        assertThat(logs.told()).isEqualTo(now + "  {log.time=2999-01-01T00:00:00Z} x");
    }

    @Test
    void aFolderThatIsNotThereIsToldAndHoldsUpNoOther() throws Exception {
        read("none/x.log plain; app.log nginx");
        logs.visit();
        write("app.log", "it is read\n");
        logs.visit();

        assertThat(logs.troubles).contains(folder.resolve("none") + " is not there");
        assertThat(logs.texts()).containsExactly("it is read");
    }

    @Test
    void whatIsUsualMayBeMissing() {
        assertThat(Source.allOf("default; /x/y.log java rate=5"))
                .extracting(Source::name, Source::parser, Source::expected)
                .containsExactly(
                        tuple("/var/log/syslog", "syslog", false),
                        tuple("/var/log/messages", "syslog", false),
                        tuple("/var/log/auth.log", "auth", false),
                        tuple("/var/log/secure", "auth", false),
                        tuple("journal", "journal", false),
                        tuple("/x/y.log", "java", true));
    }

    @Test
    void aMistakeIsNamedAtTheStart() {
        var settings =
                new Settings(name -> name.equals("pulse.logs") ? Optional.of("/a.log nginxx") : Optional.empty());
        assertThatThrownBy(() -> LogsConfig.allIn(settings))
                .hasMessageStartingWith("PULSE_LOGS: /a.log: no parser 'nginxx'; there are [plain, syslog");
    }

    private double number(String metric, String file) {
        return logs.numbers.get(metric + "{source=" + folder.resolve(file) + "}");
    }

    private void read(String sources) {
        var text = new StringBuilder();
        for (var one : sources.split("; ", -1)) {
            text.append(folder).append('/').append(one).append(';');
        }
        logs.given.put("pulse.logs", text.toString());
        logs.place = Optional.empty();
        logs.restart();
    }

    private void settle() throws IOException {
        now = now.plusSeconds(2);
        logs.visit();
    }

    private void write(String file, String text) throws IOException {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private void write(String file, byte[] bytes) throws IOException {
        Files.write(folder.resolve(file), bytes, CREATE, APPEND);
        now = now.plusMillis(7);
        Files.setLastModifiedTime(folder.resolve(file), FileTime.from(now));
    }
}
