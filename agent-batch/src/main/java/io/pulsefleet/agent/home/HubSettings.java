package io.pulsefleet.agent.home;

import io.pulsefleet.settings.Setting;
import io.pulsefleet.wire.settings.SettingsDocument;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the hub sets, without what it may not set. */
public final class HubSettings {

    public static final HubSettings NONE = of(SettingsDocument.NONE);

    private final Map<String, String> byName = new HashMap<>();

    private HubSettings() {}

    public static HubSettings of(SettingsDocument document) {
        var settings = new HubSettings();
        document.values().forEach((name, value) -> {
            if (FromTheHub.may(environmentName(name))) {
                settings.byName.put(environmentName(name), value);
            }
        });
        return settings;
    }

    Optional<String> find(String name) {
        return Optional.ofNullable(byName.get(environmentName(name)));
    }

    /** What of a document this agent could not follow, a sentence each. */
    public static List<String> refusals(SettingsDocument document, List<Setting<?>> declared) {
        return document.values().keySet().stream()
                .flatMap(name -> refusal(name, declared).stream())
                .toList();
    }

    private static Optional<String> refusal(String name, List<Setting<?>> declared) {
        var known =
                declared.stream().anyMatch(setting -> setting.environmentName().equals(environmentName(name)));
        if (!known) {
            return Optional.of(name + ": this agent has no such setting");
        }
        return FromTheHub.may(environmentName(name))
                ? Optional.empty()
                : Optional.of(name + ": is the host's own to set");
    }

    private static String environmentName(String name) {
        return Setting.text(name, "", "").environmentName();
    }
}
