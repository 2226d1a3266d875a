package io.pulsefleet.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.pulsefleet.settings.SettingsPage;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The reference page says what the code says. {@code mvn test -Dreference.write=true} writes it anew. */
class SettingsPageTest {

    private static final Path PAGE = Path.of("../../docs/reference/settings-hub.md");

    @Test
    void thePageIsCurrent() throws Exception {
        var configs = new ClassFileImporter()
                .importPackages("io.pulsefleet.hub").stream()
                        .filter(found -> found.getSimpleName().endsWith("Config"))
                        .<Class<?>>map(JavaClass::reflect);
        var page = SettingsPage.of("The hub's settings", SettingsPage.declaredIn(configs));
        if (Boolean.getBoolean("reference.write")) {
            Files.writeString(PAGE, page);
        }

        assertThat(Files.readString(PAGE)).isEqualTo(page);
    }
}
