package io.pulsefleet.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.agent.trouble.Troubles;
import io.pulsefleet.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminPasswordTest {

    @TempDir
    Path data;

    private final Troubles troubles = new Troubles();

    @Test
    void isMadeAtTheFirstStartForItsOwnerOnly() throws Exception {
        password(Map.of()).begin("start");

        var file = data.resolve("admin-password");
        assertThat(Files.readString(file).strip()).hasSize(24);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void isWhatTheFileSays() throws Exception {
        Files.writeString(data.resolve("admin-password"), "from the hub\n");

        assertThat(password(Map.of()).is("from the hub")).isTrue();
        assertThat(password(Map.of()).is("from the hub\n")).isFalse();
        assertThat(password(Map.of()).is("")).isFalse();
    }

    @Test
    void isWhatWasSetRatherThanWhatTheFileSays() throws Exception {
        Files.writeString(data.resolve("admin-password"), "old");

        var password = password(Map.of("pulse.admin.password", "new"));

        assertThat(password.is("new")).isTrue();
        assertThat(password.is("old")).isFalse();
    }

    @Test
    void letsNobodyInWhileTheFileIsEmptyAndSaysSo() throws Exception {
        var file = Files.createFile(data.resolve("admin-password"));
        var password = password(Map.of());

        assertThat(password.is("")).isFalse();
        assertThat(troubles.now()).singleElement().asString().contains(file.toString(), "PULSE_ADMIN_PASSWORD");
    }

    private AdminPassword password(Map<String, String> given) {
        var settings = new HashMap<>(given);
        settings.put("pulse.data", data.toString());
        return new AdminPassword(new Settings(name -> Optional.ofNullable(settings.get(name))), troubles);
    }
}
