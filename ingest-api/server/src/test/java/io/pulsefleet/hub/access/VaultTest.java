package io.pulsefleet.hub.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.hub.access.Vault.State;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The key that encrypts passwords of databases (PG-10). */
class VaultTest {

    private static final List<String> CONTEXT = List.of("shop");

    @TempDir
    Path folder;

    @Test
    void makesItsKeyAtTheFirstStartForItsUserAloneAndHasItAtTheNext() throws Exception {
        var box = vault(file("made")).seal("s3cret", CONTEXT);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file("made"))))
                .isEqualTo("rw-------");
        assertThat(vault(file("made")).open(box, CONTEXT).text()).isEqualTo("s3cret");
        assertThat(vault(file("another")).open(box, CONTEXT).state()).isEqualTo(State.KEY_MISSING);
    }

    @Test
    void aKeyThatIsNoneIsATroubleThatIsNamedAndNoEnd() throws Exception {
        Files.writeString(file("broken"), "not a key");

        var vault = vault(file("broken"));

        assertThat(vault.trouble())
                .startsWith(file("broken") + ": must hold keys of 32 random bytes")
                .doesNotContain("not a key");
        assertThat(vault(file("whole")).trouble()).isEmpty();
        var box = vault(file("whole")).seal("s3cret", CONTEXT);
        assertThat(vault.open(box, CONTEXT).state()).isEqualTo(State.KEY_MISSING);
    }

    private Path file(String name) {
        return folder.resolve(name);
    }

    private static Vault vault(Path key) {
        var vault = new Vault();
        vault.open(new AccessConfig(Optional.empty(), key, Optional.empty(), key, Optional.empty(), key));
        return vault;
    }
}
