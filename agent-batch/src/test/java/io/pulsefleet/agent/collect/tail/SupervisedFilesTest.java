package io.pulsefleet.agent.collect.tail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefleet.agent.supervisor.Supervisor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** PU-12, with a real supervisor: what it reads for this agent, and what it does not. */
@Timeout(60)
class SupervisedFilesTest {

    @TempDir
    Path temporary;

    private Path folder;
    private Process supervisor;
    private SupervisedFiles files;

    @BeforeEach
    void start() throws Exception {
        folder = temporary.toRealPath();
        var list = Files.writeString(
                folder.resolve("supervisor.allow"),
                "log.read %1$s/auth.log*\nlog.read %1$s/link.log\n".formatted(folder));
        Files.setPosixFilePermissions(list, PosixFilePermissions.fromString("rw-r--r--"));
        var socket = folder.resolve("supervisor.sock");
        var builder = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        "io.pulsefleet.supervisor.Supervisor")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("journal").toFile());
        builder.environment().put("PULSE_SUPERVISOR_USER", System.getProperty("user.name"));
        builder.environment().put("PULSE_SUPERVISOR_SOCKET", socket.toString());
        builder.environment().put("PULSE_SUPERVISOR_ALLOW", list.toString());
        supervisor = builder.start();
        while (!Files.readString(folder.resolve("journal")).contains("Listens at")) { // its socket is there before that
            assertThat(supervisor.isAlive()).isTrue();
            supervisor.waitFor(20, TimeUnit.MILLISECONDS);
        }
        files = new SupervisedFiles(Optional.of(new Supervisor(socket, Duration.ofSeconds(10))));
    }

    @AfterEach
    void end() throws Exception {
        supervisor.destroy();
        supervisor.waitFor();
    }

    @Test
    void aPartIsReadOfTheVeryFileOnly() throws Exception {
        var log = Files.writeString(folder.resolve("auth.log"), "who came in");

        assertThat(text(files.read(log, inode(log), 4, 4))).isEqualTo("came");
        assertThatThrownBy(() -> files.read(log, inode(log) + 1, 4, 4)).isInstanceOf(NoSuchFileException.class);
        assertThat(files.mayRead(log)).isTrue();
    }

    @Test
    void aFileIsFoundUnderItsNewNameAndNotWhenItIsGone() throws Exception {
        var log = Files.writeString(folder.resolve("auth.log"), "who came in");
        var bytes = new SupervisedBytes(
                SeenFile.of(log, Files.readAttributes(log, "unix:ino,size,lastModifiedTime"), true, false), files);
        Files.move(log, folder.resolve("auth.log.1"));
        Files.writeString(log, "others");

        assertThat(bytes.size()).isEqualTo(11);
        var into = ByteBuffer.allocate(100);
        assertThat(bytes.read(into, 4)).isEqualTo(7);
        assertThat(text(into.flip())).isEqualTo("came in");
        assertThat(bytes.read(into, 11)).isEqualTo(-1);
        assertThat(bytes.stream().readAllBytes()).isEqualTo("who came in".getBytes(UTF_8));

        Files.delete(folder.resolve("auth.log.1"));
        assertThatThrownBy(() -> bytes.read(into, 4)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void whatTheListDoesNotNameIsNotReadByAnyDetourAndAskedForOnce() throws Exception {
        var secret = Files.writeString(folder.resolve("shadow"), "root:");
        var link = Files.createSymbolicLink(folder.resolve("link.log"), secret);
        var log = Files.writeString(folder.resolve("auth.log"), "");
        var detour = Files.createDirectory(folder.resolve("auth.log.d")).resolve("../shadow");

        for (var path : new Path[] {secret, link, detour, secret}) {
            assertThatThrownBy(() -> files.read(path, inode(secret), 0, 10))
                    .isInstanceOf(AccessDeniedException.class)
                    .hasMessageContaining("does not permit log.read " + secret);
        }

        assertThat(files.refusal(link)).isPresent();
        assertThat(files.refusal(log)).isEmpty();
        supervisor.destroy();
        supervisor.waitFor();
        assertThat(Files.readString(folder.resolve("journal")).split("not-allowed", -1))
                .as("its log tells each once")
                .hasSize(1 + 3);
    }

    @Test
    void whereNoneAnswersThatIsSaid() throws Exception {
        var log = Files.writeString(folder.resolve("auth.log"), "who came in");
        supervisor.destroyForcibly();
        supervisor.waitFor();

        assertThatThrownBy(() -> files.read(log, inode(log), 0, 10))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageContaining("does pulsefleet-supervisor.service run?");
    }

    private static long inode(Path path) throws IOException {
        return (long) Files.getAttribute(path, "unix:ino");
    }

    private static String text(ByteBuffer bytes) {
        return UTF_8.decode(bytes).toString();
    }
}
