package io.pulsefleet.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PU-12: only root's own list counts. */
class AllowFileTest {

    @TempDir
    Path temporary;

    private Path folder;
    private Path list;

    @BeforeEach
    void aList() throws Exception {
        folder = Files.createDirectory(temporary.toRealPath().resolve("etc"), mode("rwxr-xr-x"));
        list = Files.writeString(folder.resolve("supervisor.allow"), "unit.restart a.service\n");
        Files.setPosixFilePermissions(list, PosixFilePermissions.fromString("rw-r--r--"));
    }

    @Test
    void whatWasChangedHoldsAtOnce() throws Exception {
        assertThat(read().rules()).hasSize(1);

        Files.writeString(list, "unit.restart a.service\nlog.read /var/log/auth.log\n");

        assertThat(read().rules()).hasSize(2);
    }

    @Test
    void oneThatOthersMayWriteIsNotUsed() throws Exception {
        Files.setPosixFilePermissions(list, PosixFilePermissions.fromString("rw-rw-r--"));

        assertThat(refusal())
                .isEqualTo(list + " is not used, for others than root may write to " + list + ": chmod go-w " + list);
    }

    @Test
    void oneInAFolderThatOthersMayWriteIsNotUsed() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxr-x"));

        assertThat(refusal())
                .isEqualTo(
                        list + " is not used, for others than root may write to " + folder + ": chmod go-w " + folder);
    }

    @Test
    void oneOfAnotherUserIsNotUsed() throws Exception {
        assumeTrue(uid() == 0, "only root gives files away");
        Files.setAttribute(list, "unix:uid", 4711);

        assertThat(refusal()).isEqualTo(list + " is not used, for " + list + " is not root's: chown root " + list);
    }

    @Test
    void aLinkIsNotUsed() throws Exception {
        Files.move(list, folder.resolve("other"));
        Files.createSymbolicLink(list, Path.of("other"));

        assertThat(refusal()).isEqualTo(list + " is no regular file in folders without links: look at " + list);
    }

    @Test
    void oneThatIsNotThereOrGarbledOrHugeOrWrongIsSaidToBe() throws Exception {
        Files.write(list, new byte[] {(byte) 0xff});
        assertThat(refusal()).isEqualTo(list + " is no text in UTF-8");

        Files.writeString(list, "#".repeat(70_000));
        assertThat(refusal()).isEqualTo(list + " cannot be read: it is longer than 65536 bytes");

        Files.writeString(list, "reboot\n");
        assertThat(refusal())
                .isEqualTo(
                        list
                                + " has mistakes: line 1: say a request and what it may be about, as: unit.restart nginx.service");

        Files.delete(list);
        assertThat(refusal()).isEqualTo(list + " is not there; make it, with what this host permits");
    }

    private AllowList read() throws Exception {
        return new AllowFile(list, uid()).read();
    }

    private String refusal() {
        var why = catchThrowableOfType(RefusedException.class, this::read);
        assertThat(why.reason()).isEqualTo(Reason.ALLOW_LIST);
        return why.getMessage();
    }

    private static int uid() throws Exception {
        return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    }

    private static java.nio.file.attribute.FileAttribute<?> mode(String text) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
    }
}
