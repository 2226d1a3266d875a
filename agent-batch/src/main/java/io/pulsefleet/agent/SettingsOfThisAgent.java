package io.pulsefleet.agent;

import io.pulsefleet.agent.command.OwnSettings;
import io.pulsefleet.agent.command.RefusedException;
import io.pulsefleet.agent.home.AtOnce;
import io.pulsefleet.agent.home.Durable;
import io.pulsefleet.agent.home.Layers;
import io.pulsefleet.agent.home.YamlEdit;
import io.pulsefleet.agent.home.YamlFile;
import io.pulsefleet.settings.Setting;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Shows and changes the settings of this agent; a change is checked as one by hand is, and taken as one by hand is. */
@ApplicationScoped
class SettingsOfThisAgent implements OwnSettings {

    private static final Pattern PASSWORD_IN_URL = Pattern.compile("(://[^/@\\s:]*:)[^/@\\s]+@");

    @Inject
    Layers layers;

    @Override
    public List<Shown> show(boolean all) {
        var file = layers.newest();
        return SettingsCheck.of(layers, file).declared().stream()
                .map(setting -> shown(setting, file))
                .filter(one -> all || one.from() != null)
                .toList();
    }

    private Shown shown(Setting<?> setting, YamlFile file) {
        var given = layers.given(setting, file);
        var elsewhere = layers.given(setting, YamlFile.of(""));
        var from = given.isEmpty() ? null : elsewhere.equals(given) ? "environment" : "file";
        return new Shown(
                setting.environmentName(),
                given.map(value -> PASSWORD_IN_URL.matcher(setting.shown(value)).replaceAll("$1?@"))
                        .orElse(null),
                from,
                AtOnce.mayChange(setting.environmentName()));
    }

    @Override
    public synchronized Change apply(Map<String, String> wanted, boolean dryRun) throws IOException {
        var path = layers.path();
        var text = Files.exists(path) ? Files.readString(path) : "";
        var edited = edited(text, wanted);
        var file = YamlFile.of(edited);
        var check = SettingsCheck.of(layers, file);
        if (!check.isWell()) {
            throw new RefusedException(check.sentence());
        }
        var changed = layers.differences(check.declared(), layers.newest(), file);
        var hidden = check.declared().stream()
                .filter(setting -> wanted.containsKey(setting.environmentName()))
                .filter(setting ->
                        !layers.given(setting, file).equals(Optional.ofNullable(wanted.get(setting.environmentName()))))
                .map(Setting::environmentName)
                .toList();
        if (!dryRun && !edited.equals(text)) {
            Files.createDirectories(path.toAbsolutePath().getParent());
            Durable.writeSecret(path.toAbsolutePath(), edited.getBytes(StandardCharsets.UTF_8));
        }
        return new Change(
                path.toString(),
                !dryRun,
                changed.stream().filter(AtOnce::mayChange).toList(),
                changed.stream().filter(name -> !AtOnce.mayChange(name)).toList(),
                hidden);
    }

    private String edited(String text, Map<String, String> wanted) {
        try {
            return YamlEdit.set(
                    text, wanted, SettingsCheck.of(layers, layers.newest()).declared());
        } catch (IllegalArgumentException why) {
            throw new RefusedException(layers.path() + ": " + why.getMessage());
        }
    }
}
