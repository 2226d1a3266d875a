package io.pulsefleet.supervisor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PU-12: a listed log, and nothing that a link or a pipe makes of it. */
class LogFileTest {

    @TempDir
    Path temporary;

    private Path folder;

    @BeforeEach
    void aLog() throws Exception {
        folder = Files.createDirectory(temporary.toRealPath().resolve("log"));
        Files.writeString(folder.resolve("auth.log"), "0123456789");
        Files.writeString(temporary.resolve("shadow"), "secret");
    }

    @Test
    void aPartIsReadAndTheFileIsKnownAgain() throws Exception {
        var first = read("auth.log", 0, 4);
        var rest = read("auth.log", 4, 100);
        var none = read("auth.log", 10, 100);

        assertThat(text(first)).isEqualTo("0123");
        assertThat(text(rest)).isEqualTo("456789");
        assertThat(text(none)).isEmpty();
        assertThat(rest.fields())
                .containsEntry("size", 10L)
                .containsEntry("file", first.fields().get("file"));

        Files.move(folder.resolve("auth.log"), folder.resolve("auth.log.1"));
        Files.writeString(folder.resolve("auth.log"), "new");
        assertThat(read("auth.log", 0, 4).fields().get("file"))
                .isNotEqualTo(first.fields().get("file"));
    }

    @Test
    void aLinkInItsPlaceIsRefused() throws Exception {
        Files.createSymbolicLink(folder.resolve("link.log"), temporary.resolve("shadow"));

        assertThat(read("link.log", 0, 100)).isEqualTo(noFile("link.log"));
    }

    @Test
    void aLinkOnTheWayIsRefused() throws Exception {
        Files.createSymbolicLink(temporary.resolve("way"), folder);
        var asked = new Request.OfLog(temporary.toRealPath() + "/way/auth.log", 0, 10);

        assertThat(LogFile.read(asked).fields()).containsEntry("reason", "not-a-file");
    }

    @Test
    void whatIsNoFileIsRefusedAndWaitedForByNobody() throws Exception {
        Files.createDirectory(folder.resolve("folder.log"));
        assertThat(new ProcessBuilder("mkfifo", folder.resolve("pipe.log").toString())
                        .start()
                        .waitFor())
                .isZero();

        assertThat(read("folder.log", 0, 10)).isEqualTo(noFile("folder.log"));
        assertThat(read("pipe.log", 0, 10)).isEqualTo(noFile("pipe.log"));
    }

    @Test
    void whatIsNotThereIsSaid() throws Exception {
        assertThat(read("none.log", 0, 10))
                .isEqualTo(Answer.failed(Reason.NOT_THERE, folder + "/none.log is not there"));
        assertThat(LogFile.read(new Request.OfLog("/no-such-folder/a", 0, 10)).fields())
                .containsEntry("reason", "not-there");
    }

    private Answer read(String name, long offset, int limit) throws Exception {
        return LogFile.read(new Request.OfLog(folder.resolve(name).toString(), offset, limit));
    }

    private Answer noFile(String name) {
        return Answer.refused(new RefusedException(
                Reason.NOT_A_FILE,
                folder.resolve(name) + " is no regular file, or a link leads to it: list where it really lies"));
    }

    private static String text(Answer answer) {
        return new String(Base64.getDecoder().decode((String) answer.fields().get("data")), UTF_8);
    }
}
