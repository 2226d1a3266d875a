package io.pulsefleet.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.pulsefleet.settings.SettingsPage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The reference page says what the code says. {@code mvn test -Dreference.write=true} writes it anew. */
class SettingsPageTest {

    private static final Path PAGE = Path.of("../docs/reference/settings-agent.md");

    @Test
    void thePageIsCurrent() throws Exception {
        var configs = new ClassFileImporter()
                .importPackages("io.pulsefleet.agent").stream()
                        .filter(found -> found.getSimpleName().endsWith("Config"))
                        .<Class<?>>map(JavaClass::reflect);
        var page = SettingsPage.of("The agent's settings", SettingsPage.declaredIn(configs));
        if (Boolean.getBoolean("reference.write")) {
            Files.writeString(PAGE, page);
        }

        assertThat(Files.readString(PAGE)).isEqualTo(page);
    }

    @Test
    void theOldNamesHaveTheirOldDefaults() throws Exception { // PA-11
        var old = Pattern.compile("\\| `\\w+`, `(PA_\\w+)` \\| (?:`(.*)`)? ?\\|.*");
        var defaults = new TreeMap<String, String>();
        for (var line : Files.readAllLines(PAGE)) {
            var row = old.matcher(line);
            if (row.matches()) {
                defaults.put(row.group(1), String.valueOf(row.group(2)));
            }
        }

        assertThat(defaults)
                .isEqualTo(new TreeMap<>(Map.ofEntries(
                        Map.entry("PA_DB_TYPE", "postgresql"),
                        Map.entry("PA_DB_HOST", "localhost"),
                        Map.entry("PA_DB_PORT", "null"), // 5432 or 3306, by the type
                        Map.entry("PA_DB_NAME", "pulse_db"),
                        Map.entry("PA_DB_USER", "postgres"),
                        Map.entry("PA_DB_PASSWORD", "null"),
                        Map.entry("PA_DB_SSL_MODE", "prefer"),
                        Map.entry("PA_PUSH_URL", "null"),
                        Map.entry("PA_PUSH_TOKEN", "null"),
                        Map.entry("PA_CLIENT_ID", "null"),
                        Map.entry("PA_SITE_ID", "null"),
                        Map.entry("PA_DATA_DIR", "./data"),
                        Map.entry("PA_TIMEOUT", "30s"))));
    }
}
