package io.pulsefleet.agent.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefleet.agent.trouble.Troubles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityTest {

    @TempDir
    Path home;

    private final Troubles troubles = new Troubles();

    @Test
    void isTheSameAtEveryStart() {
        var first = open();
        first.keep();
        first.setRegistered(true);

        var second = open();

        assertThat(second.agent()).isEqualTo(first.agent());
        assertThat(second.token()).isEqualTo(first.token()).hasSize(43);
        assertThat(second.registered()).isTrue();
    }

    @Test
    void onlyItsOwnerMayReadIt() throws Exception {
        open().keep();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @Test
    void saysThatItCannotBeKeptAndTriesAgain() throws Exception {
        var inTheWay = file().getParent();
        Files.writeString(inTheWay, "a file where the folder should be");
        var identity = open();

        assertThat(identity.keep()).isFalse();
        assertThat(troubles.now()).singleElement().asString().contains("cannot write " + file());

        Files.delete(inTheWay);
        assertThat(identity.keep()).isTrue();
        assertThat(troubles.now()).isEmpty();
    }

    @Test
    void staysItselfWhileTheFolderIsAway() throws Exception {
        var identity = open();
        identity.keep();
        Files.move(file().getParent(), home.resolve("away"));
        Files.writeString(file().getParent(), "a file where the folder should be");

        identity.setRegistered(true);

        assertThat(identity.keep()).as("on disk").isTrue();
        assertThat(identity.registered()).isTrue();
    }

    @Test
    void isNotReplacedWhenItCannotBeRead() throws Exception {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), "{\"agent\":");

        assertThatThrownBy(this::open).hasMessageContaining("restore it, or remove it");
    }

    private Identity open() {
        return Identity.open(file(), troubles);
    }

    private Path file() {
        return home.resolve("agent").resolve("identity.json");
    }
}
