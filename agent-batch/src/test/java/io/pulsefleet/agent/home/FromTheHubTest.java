package io.pulsefleet.agent.home;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.pulsefleet.settings.Setting;
import io.pulsefleet.settings.SettingsPage;
import io.pulsefleet.wire.settings.KnownSetting.Place;
import io.pulsefleet.wire.settings.SettingsDocument;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the hub may set, and what it may not: SP-08. */
class FromTheHubTest {

    private static final List<Setting<?>> DECLARED = SettingsPage.declaredIn(new ClassFileImporter()
            .importPackages("io.pulsefleet.agent").stream()
                    .filter(found -> found.getSimpleName().endsWith("Config"))
                    .<Class<?>>map(JavaClass::reflect));

    @Test
    void eachDeclaredSettingIsDecided() {
        assertThat(DECLARED.stream()
                        .map(Setting::environmentName)
                        .filter(name -> FromTheHub.may(name) == FromTheHub.mayNot(name)))
                .as("put each into one of the lists of FromTheHub")
                .isEmpty();
    }

    @Test
    void nothingIsDecidedThatIsNotThere() {
        var declared = DECLARED.stream().map(Setting::environmentName).toList();
        assertThat(FromTheHub.names().stream()
                        .filter(name -> name.endsWith("*")
                                ? declared.stream()
                                        .noneMatch(one -> one.startsWith(name.substring(0, name.length() - 1)))
                                : !declared.contains(name)))
                .isEmpty();
    }

    @Test
    void nothingSecretCanComeFromTheHub() {
        assertThat(DECLARED.stream().filter(Setting::isSecret).map(FromTheHub::known))
                .isNotEmpty()
                .allMatch(known ->
                        known.place() == Place.SECRET && known.byDefault().isEmpty());
    }

    @Test
    void theHostsOwnWinsAndWhatTheHubMayNotSetIsNotHeard(@TempDir Path home) throws Exception {
        java.nio.file.Files.createDirectories(home.resolve("agent"));
        java.nio.file.Files.writeString(home.resolve("agent/agent.yaml"), "logs: {rate: 5}\n");
        var environment = Map.of("pulse.data", home.toString(), "pulse.processes.top", "3");
        var layers = Layers.over(name -> Optional.ofNullable(environment.get(name)));

        layers.startWith(HubSettings.of(new SettingsDocument(
                0,
                Map.of(
                        "pulse.logs.rate", "9",
                        "pulse.processes.top", "9",
                        "pulse.docker.every", "9s",
                        "pulse.spool.limit", "9MB",
                        "pulse.plugins.commands", "evil: rm",
                        "pulse.hub.url", "http://elsewhere"))));

        assertThat(List.of("logs.rate", "processes.top", "docker.every", "spool.limit", "plugins.commands", "hub.url"))
                .map(name -> layers.inForce()
                        .find(Setting.text("pulse." + name, "", ""))
                        .orElse("-"))
                .containsExactly("5", "3", "9s", "9MB", "-", "-");

        layers.follow(HubSettings.of(
                new SettingsDocument(0, Map.of("pulse.docker.every", "8s", "pulse.spool.limit", "8MB"))));

        assertThat(List.of("docker.every", "spool.limit"))
                .map(name -> layers.inForce()
                        .find(Setting.text("pulse." + name, "", ""))
                        .orElse("-"))
                .as("one follows at once, the other waits for a restart")
                .containsExactly("8s", "9MB");
    }
}
