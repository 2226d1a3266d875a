package io.pulsefleet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept of a hub, and who may read it (SP-13). */
class AccountTest {

    private static final Account ACCOUNT =
            new Account(URI.create("https://hub:9443"), "ann", "Authorization", "Bearer pulse_x", "PEM");

    @TempDir
    Path folder;

    @Test
    void itIsKeptWhereNobodyElseReads() throws Exception {
        var file = Account.file(Map.of("XDG_CONFIG_HOME", folder.toString(), "HOME", "/home/ann"));
        assertThat(file).isEqualTo(folder.resolve("pulsefleet/hub.json"));

        ACCOUNT.keep(file);

        assertThat(Account.read(file)).isEqualTo(ACCOUNT);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void oneThatOthersMayReadIsNotTaken() throws Exception {
        var file = folder.resolve("pulsefleet/hub.json");
        ACCOUNT.keep(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> Account.read(file))
                .isInstanceOf(RefusedException.class)
                .hasMessage(file + " may be read by others: chmod 600 it, or sign in anew");
    }

    @Test
    void oneOfSomebodyElseIsNotTaken() throws Exception {
        assumeTrue(Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0), "only root may give files away");
        var file = folder.resolve("pulsefleet/hub.json");
        ACCOUNT.keep(file);
        Files.setAttribute(file, "unix:uid", 4711);

        assertThatThrownBy(() -> Account.read(file))
                .isInstanceOf(RefusedException.class)
                .hasMessage(file + " belongs to somebody else, who may choose the hub: sign in anew");
    }

    @Test
    void aFolderThatWasThereIsClosedToOthers() throws Exception {
        var file = folder.resolve("pulsefleet/hub.json");
        Files.createDirectory(
                file.getParent(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));

        ACCOUNT.keep(file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void whatCannotBeWrittenLeavesNothing() throws Exception {
        var file = folder.resolve("pulsefleet/hub.json");
        Files.createDirectories(file.resolve("in its place"));

        assertThatThrownBy(() -> ACCOUNT.keep(file))
                .isInstanceOf(RefusedException.class)
                .hasMessageStartingWith(file + " cannot be written: ");
        assertThat(file.getParent()).isDirectoryNotContaining("glob:**.part");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"hub\":\"https://hub:9443\",\"header\":\"Cookie\"}",
                "{\"hub\":\":: \",\"header\":\"Cookie\",\"secret\":\"x\"}",
                "{\"hub\":\"hub\",\"header\":\"Cookie\",\"secret\":\"x\"}",
                "{\"hub\":\"https://hub:99999\",\"header\":\"Cookie\",\"secret\":\"x\"}",
                "{\"hub\":\"https://hub:9443\",\"header\":\"Host\",\"secret\":\"x\"}",
                "{\"hub\":\"https://hub:9443\",\"header\":\"Cookie\",\"secret\":\"x\\ny: z\"}"
            })
    void oneThatIsDamagedIsASentence(String kept) throws Exception {
        var file = folder.resolve("hub.json");
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, kept);

        assertThatThrownBy(() -> Account.read(file))
                .isInstanceOf(RefusedException.class)
                .hasMessage(file + " is damaged; sign in anew: pulse login URL");
    }

    @Test
    void aFolderThatDependsOnWhereOneWorksIsNotTaken() {
        assertThat(Account.file(Map.of("XDG_CONFIG_HOME", "config", "HOME", "/home/ann")))
                .hasToString("/home/ann/.config/pulsefleet/hub.json");
        assertThat(Account.file(Map.of("HOME", "ann")))
                .isEqualTo(Path.of(System.getProperty("user.home"), ".config/pulsefleet/hub.json"));
    }

    @Test
    void itIsInTheHomeWhereNothingElseIsSaid() {
        assertThat(Account.file(Map.of("HOME", "/home/ann"))).hasToString("/home/ann/.config/pulsefleet/hub.json");
    }

    @Test
    void itNeverShowsTheSecret() {
        assertThat(ACCOUNT).hasToString("Account[ann at https://hub:9443]");
    }
}
