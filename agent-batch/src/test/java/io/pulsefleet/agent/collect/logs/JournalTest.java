package io.pulsefleet.agent.collect.logs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pulsefleet.wire.HostEvent;
import io.pulsefleet.wire.LogLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** systemd's journal: SP-02, SP-04, SP-12, PA-09. */
@Timeout(120)
class JournalTest {

    /** A journald of its own, in a namespace beside the host's; only root can start one. */
    @Nested
    class OfARealJournald {

        private static final Path PROGRAM = Path.of("/lib/systemd/systemd-journald");

        @TempDir
        Path folder;

        private final String namespace = "pulse" + ProcessHandle.current().pid();
        private final Path run = Path.of("/run/systemd/journal." + namespace);
        private final VisitedLogs logs = new VisitedLogs(Instant::now);
        private Process journald;

        @BeforeEach
        void begin() throws Exception {
            assumeTrue(Files.isExecutable(PROGRAM) && "root".equals(System.getProperty("user.name")));
            start();
            logs.given.put("pulse.logs", "journal namespace=" + namespace);
            logs.given.put("pulse.logs.begin", "start");
        }

        private void start() throws Exception {
            journald = new ProcessBuilder(PROGRAM.toString(), namespace)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            while (!Files.exists(run.resolve("io.systemd.journal"))) {
                assumeTrue(!journald.waitFor(5, TimeUnit.MILLISECONDS), "journald cannot be started here");
            }
        }

        @AfterEach
        void end() throws Exception {
            logs.restart();
            if (journald != null) {
                journald.destroyForcibly().waitFor();
                for (var root : List.of("/var/log/journal", "/run/log/journal")) {
                    if (Files.isDirectory(Path.of(root))) {
                        try (var all = Files.newDirectoryStream(Path.of(root), "*." + namespace)) {
                            for (var one : all) {
                                remove(one);
                            }
                        }
                    }
                }
                remove(run);
            }
        }

        @Test
        void eachEntryIsToldOnceWhateverIsNotSealedAndWhoeverStartsAnew() throws Exception {
            for (int round = 0; round < 10; round++) {
                write("shop", IntStream.range(200 * round, 200 * round + 200).mapToObj(i -> "entry " + i));
                untilKept("entry " + (200 * round + 199));
                switch (round % 3) {
                    case 0 -> visitUntil("entry " + (200 * round + 199));
                    case 1 -> {
                        while (!logs.isUrgent()) {
                            Thread.onSpinWait();
                        }
                        logs.visitInVain();
                    }
                    default -> logs.visit();
                }
                if (round % 4 == 3) {
                    logs.restart();
                }
            }
            visitUntil("entry 1999");
            logs.visit();

            assertThat(logs.lines.stream()
                            .filter(line -> line.source().endsWith("/shop"))
                            .map(LogLine::text))
                    .containsExactlyElementsOf(
                            IntStream.range(0, 2000).mapToObj(i -> "entry " + i).toList());
            assertThat(logs.numbers.get("log.lines{source=journal:" + namespace + "}"))
                    .isEqualTo(logs.lines.size());
        }

        @Test
        void whatCameWhileNobodyLookedIsToldAndNothingFromBefore() throws Exception {
            logs.given.put("pulse.logs.begin", "end");
            write("shop", Stream.of("from before"));
            untilKept("from before");
            logs.visit();
            logs.restart();
            write("shop", Stream.of("while it was down"));
            visitUntil("while it was down");

            assertThat(logs.texts()).doesNotContain("from before").contains("while it was down");
        }

        @Test
        void oneThatIsKilledAndRotatedIsReadOn() throws Exception {
            write("shop", Stream.of("one"));
            visitUntil("one");
            journald.destroyForcibly().waitFor();
            remove(run);
            start();
            write("shop", Stream.of("two"));
            visitUntil("two");
            assertThat(run("journalctl", "--namespace=" + namespace, "--rotate"))
                    .isZero();
            write("shop", Stream.of("three"));
            visitUntil("three");

            assertThat(logs.lines.stream()
                            .filter(line -> line.source().endsWith("/shop"))
                            .map(LogLine::text))
                    .containsExactly("one", "two", "three");
        }

        @Test
        void whoActedAsAnotherIsTold() throws Exception {
            write("shop", Stream.of("begun"));
            Files.copy(Path.of("/usr/bin/logger"), folder.resolve("sudo"));
            assertThat(run(
                            folder.resolve("sudo").toString(),
                            "--socket",
                            run.resolve("dev-log").toString(),
                            "-t",
                            "sudo",
                            "  ana : TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/usr/bin/id"))
                    .isZero();
            write("shop", Stream.of("over"));
            visitUntil("over");

            assertThat(logs.events)
                    .extracting(HostEvent::type, HostEvent::message)
                    .containsExactly(org.assertj.core.api.Assertions.tuple("sudo", "ana ran as root: /usr/bin/id"));
        }

        @Test
        void whatIsLeftOutIsToldWithWhatHelps() throws Exception {
            logs.given.put("pulse.logs", "journal namespace=" + namespace + " rate=10");
            write("shop", IntStream.range(0, 300).mapToObj(i -> "entry " + i));
            untilKept("entry 299");
            do {
                logs.visit();
            } while (logs.sources.stream().noneMatch(source -> source.contains("\"state\":\"limited\"")));

            assertThat(logs.sources.get(logs.sources.size() - 1))
                    .contains("\"message\":\"more than 10 lines a second came, and were left out\","
                            + "\"remedy\":\"set rate= for this source, or PULSE_LOGS_RATE, to take more\"");
        }

        private void write(String program, Stream<String> lines) throws Exception {
            var file = Files.write(folder.resolve("lines"), lines.toList());
            assertThat(run(
                            "logger",
                            "--socket",
                            run.resolve("dev-log").toString(),
                            "-t",
                            program,
                            "-f",
                            file.toString()))
                    .isZero();
        }

        private void visitUntil(String text) throws Exception {
            do {
                logs.visit();
            } while (!logs.texts().contains(text));
        }

        private void untilKept(String text) throws Exception {
            while (run("journalctl", "--namespace=" + namespace, "-q", "--grep", text) != 0) {
                Thread.onSpinWait();
            }
        }

        private static int run(String... words) throws Exception {
            return new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        }

        private static void remove(Path folder) throws IOException {
            if (Files.isDirectory(folder)) {
                try (var all = Files.newDirectoryStream(folder)) {
                    for (var one : all) {
                        Files.delete(one);
                    }
                }
                Files.delete(folder);
            }
        }
    }

    @Test
    void aHostWithoutAJournalIsSaidToHaveNone() throws Exception {
        var now = new Instant[] {Instant.parse("2026-11-21T10:00:00Z")};
        var logs = new VisitedLogs(() -> now[0]);
        logs.given.put("pulse.logs", "journal directory=/no/such/journal");
        logs.visit();
        logs.visit();

        assertThat(logs.troubles).containsExactly("journal:/no/such/journal: this host has no such journal");
        assertThat(logs.sources)
                .containsExactly(
                        "{\"sources\":[{\"source\":\"journal:/no/such/journal\",\"parser\":\"journal\",\"state\":\"no_journal\",\"files\":0,\"message\":\"this host has no such journal\",\"lines\":0,\"unparsed\":0,\"dropped\":0,\"cut\":0,\"binary\":0}]}");
    }

    @Test
    void whoMayNotReadItIsToldWhatHelps() {
        var source = Source.allOf("journal").get(0);

        assertThat(JournalFollower.stateOf(source, "No journal files were opened due to insufficient permissions."))
                .isEqualTo(SourceState.plain(
                        source,
                        SourceState.State.NO_RIGHTS,
                        0,
                        "the journal may not be read by " + SourceState.user(),
                        "usermod -aG systemd-journal " + SourceState.user() + ", and start the agent anew"));
        assertThat(JournalFollower.stateOf(
                                source, "Hint: You are currently not seeing messages from other users and the system.")
                        .state())
                .isEqualTo(SourceState.State.NO_RIGHTS);
        assertThat(JournalFollower.stateOf(source, "Failed to seek to cursor: Invalid argument")
                        .message())
                .isEqualTo("Failed to seek to cursor: Invalid argument");
    }

    /** As journalctl 252 wrote it. */
    @Test
    void anEntry() throws Exception {
        var line = new Line();
        var entry = JournalEntry.read("""
                {"_BOOT_ID":"3d02a31a609449ed89f9e769b2eef131","SYSLOG_IDENTIFIER":"sshd","_TRANSPORT":"syslog","PRIORITY":"4",\
                "MESSAGE":"Failed password","__REALTIME_TIMESTAMP":"1795318414717395","__MONOTONIC_TIMESTAMP":"62419874659",\
                "_COMM":"sshd","_PID":"4271","_SYSTEMD_UNIT":"ssh.service","_UID":"0",\
                "__CURSOR":"s=00453367da2a459695ded0b658e00840;i=3"}""".getBytes(UTF_8), line);

        assertThat(entry)
                .isEqualTo(new JournalEntry("s=00453367da2a459695ded0b658e00840;i=3", "ssh.service", true, false));
        assertThat(line.at + " " + line.severity + " " + line.fields + " " + line.text)
                .isEqualTo(
                        "2026-11-22T03:33:34.717395Z WARN {process.name=sshd, process.pid=4271, systemd.unit=ssh.service, user.id=0} Failed password");
    }

    @Test
    void anybodyMayWriteThatHeIsSshd() throws Exception {
        assertThat(isBelieved("sshd", "\"sshd-session\"")).isTrue();
        assertThat(isBelieved("sshd", "null")).isTrue(); // it was gone when journald looked
        assertThat(isBelieved("sshd", "\"logger\"")).isFalse();
    }

    private static boolean isBelieved(String says, String seen) throws IOException {
        return JournalEntry.read(
                        "{\"__CURSOR\":\"c\",\"MESSAGE\":\"a\",\"SYSLOG_IDENTIFIER\":\"%s\",\"_COMM\":%s}"
                                .formatted(says, seen)
                                .getBytes(UTF_8),
                        new Line())
                .isOwnWord();
    }

    @Test
    void anEntryThatIsNoTextOrIsSaidTwice() throws Exception {
        var line = new Line();
        var bytes = JournalEntry.read("{\"__CURSOR\":\"c\",\"MESSAGE\":[103,114,195,188,110,0]}".getBytes(UTF_8), line);
        assertThat(bytes.isBinary()).isTrue();
        assertThat(line.text).isEqualTo("gr\u00fcn\uFFFD");
        JournalEntry.read("{\"__CURSOR\":\"c\",\"MESSAGE\":[\"one\",\"two\"],\"_PID\":null}".getBytes(UTF_8), line);
        assertThat(line.text).isEqualTo("one");
        assertThatThrownBy(() -> JournalEntry.read("{\"MESSAGE\":\"a\"}".getBytes(UTF_8), line))
                .hasMessage("an entry without a cursor");
    }

    @Test
    void theUsualJournalIsReadWhereNoUsualFileIs() {
        var usual = Source.allOf("default");
        var named = Source.allOf("/no/such/file; journal rate=5");

        assertThat(usual).extracting(Source::name).endsWith("journal");
        assertThat(Source.wanted(named)).isEqualTo(named);
        assertThat(named.get(1).rate()).hasValue(5);
        assertThatThrownBy(() -> Source.allOf("journal unit=x"))
                .hasMessage("'unit=x' is none of namespace=, directory=, rate=");
    }
}
