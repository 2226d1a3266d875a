package io.pulsefleet.agent.collect.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.agent.collect.UnreachableException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How it is with each source is told, with what helps: PA-09. */
class SourceStateTest {

    @TempDir
    Path folder;

    private Instant now = Instant.parse("2026-11-21T10:00:00Z");
    private final VisitedLogs logs = new VisitedLogs(() -> now);

    @Test
    void itIsToldWhenItIsOtherwiseThanBefore() throws Exception {
        logs.given.put("pulse.logs", folder.resolve("*.log") + " java; " + folder.resolve("none/a.log"));
        logs.visit();
        logs.visit();
        Files.writeString(folder.resolve("app.log"), "one\n");
        logs.visit();
        now = now.plusSeconds(86_400);
        logs.visit();

        var nothing = ",\"lines\":0,\"unparsed\":0,\"dropped\":0,\"cut\":0,\"binary\":0";
        var none =
                "{\"source\":\"%1$s/none/a.log\",\"parser\":\"plain\",\"state\":\"no_folder\",\"files\":0,\"message\":\"%1$s/none is not there\"%2$s}"
                        .formatted(folder, nothing);
        var before =
                "{\"sources\":[{\"source\":\"%1$s/*.log\",\"parser\":\"java\",\"state\":\"no_file\",\"files\":0,\"message\":\"%1$s/*.log is not there\"%3$s},%2$s]}"
                        .formatted(folder, none, nothing);
        var then = "{\"sources\":[{\"source\":\"%s/*.log\",\"parser\":\"java\",\"state\":\"ok\",\"files\":1%s},%s]}"
                .formatted(folder, ",\"lines\":1,\"unparsed\":1,\"dropped\":0,\"cut\":0,\"binary\":0", none);
        assertThat(logs.sources).containsExactly(before, then, then);
    }

    @Test
    void whatIsLeftOutIsToldWithWhatHelpsAndForAWhile() throws Exception {
        logs.given.put("pulse.logs", folder.resolve("a.log") + " plain rate=10");
        logs.visit();
        Files.writeString(folder.resolve("a.log"), "line\n".repeat(300));
        logs.visit();
        now = now.plusSeconds(240);
        logs.visit();
        now = now.plusSeconds(400);
        logs.visit();

        assertThat(logs.sources).hasSize(3);
        assertThat(logs.sources.get(1))
                .isEqualTo(
                        "{\"sources\":[{\"source\":\"%s/a.log\",\"parser\":\"plain\",\"state\":\"limited\",\"files\":1,"
                                        .formatted(folder)
                                + "\"message\":\"more than 10 lines a second came, and were left out\","
                                + "\"remedy\":\"set rate= for this source, or PULSE_LOGS_RATE, to take more\","
                                + "\"lines\":100,\"unparsed\":0,\"dropped\":200,\"cut\":0,\"binary\":0}]}");
        assertThat(logs.sources.get(2)).contains("\"state\":\"ok\"");
    }

    @Test
    void whatWasNotSealedIsToldAgain() throws Exception {
        logs.given.put("pulse.logs", folder.resolve("a.log") + " plain");
        logs.visitInVain();
        logs.visit();

        assertThat(logs.sources).hasSize(1);
    }

    @Test
    void aFileThatMayNotBeReadNamesTheGroupThatMay() throws Exception {
        var file = Files.writeString(folder.resolve("auth.log"), "");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        Files.getFileAttributeView(file, java.nio.file.attribute.PosixFileAttributeView.class)
                .setGroup(file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName("adm"));

        assertThat(SourceState.of(source(file), 1, List.of(file), Optional.empty(), List.of("cannot be read")))
                .isEqualTo(new SourceState(
                        file.toString(),
                        "auth",
                        SourceState.State.NO_RIGHTS,
                        1,
                        List.of(file.toString()),
                        file + " may not be read by " + SourceState.user(),
                        "usermod -aG adm " + SourceState.user() + ", and start the agent anew"));

        var supervised = SourceState.of(
                source(file), 1, List.of(file), Optional.of("no line permits it"), List.of("cannot be read"));
        assertThat(supervised.message())
                .isEqualTo(file + " may not be read by " + SourceState.user() + "; no line permits it");
        assertThat(supervised.remedy())
                .isEqualTo("log.read " + file + "* in /etc/pulsefleet/supervisor.allow; or usermod -aG adm "
                        + SourceState.user() + ", and start the agent anew");
    }

    @Test
    void aFolderThatOnlyItsOwnerMayReadNeedsAnEntryOfItsOwn() throws Exception {
        var inner = Files.createDirectory(folder.resolve("shut"));
        Files.setPosixFilePermissions(inner, PosixFilePermissions.fromString("rwx------"));
        var refused = new UnreachableException("refused", new AccessDeniedException(inner.toString()));

        var state = SourceState.of(source(inner.resolve("a.log")), refused);

        assertThat(state.state()).isEqualTo(SourceState.State.NO_RIGHTS);
        assertThat(state.remedy()).isEqualTo("setfacl -m u:%s:rx %s".formatted(SourceState.user(), inner));
    }

    @Test
    void whatElseIsWrongIsSaid() {
        var failed = SourceState.of(
                source(folder.resolve("a.log")), new UnreachableException("gone", new IOException("disk")));

        assertThat(failed.state()).isEqualTo(SourceState.State.FAILED);
        assertThat(failed.message()).isEqualTo("gone");
    }

    private static Source source(Path file) {
        return Source.allOf(file + " auth").get(0);
    }
}
