package io.pulsefleet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    void itIsInTheHomeWhereNothingElseIsSaid() {
        assertThat(Account.file(Map.of("HOME", "/home/ann"))).hasToString("/home/ann/.config/pulsefleet/hub.json");
    }

    @Test
    void itNeverShowsTheSecret() {
        assertThat(ACCOUNT).hasToString("Account[ann at https://hub:9443]");
    }
}
