package io.pulsefleet.settings;

import io.pulsefleet.settings.schedule.MistakenScheduleException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The values given for settings. Who gives them (the environment, MicroProfile Config, a test's map)
 * is a function from a setting's name to its text.
 */
public final class Settings {

    private final Function<String, Optional<String>> given;

    public Settings(Function<String, Optional<String>> given) {
        this.given = given;
    }

    /** What {@code PULSE_...} variables and system properties say; a property wins. */
    public static Settings ofEnvironment() {
        return new Settings(name -> Optional.ofNullable(System.getProperty(name))
                .or(() -> Optional.ofNullable(
                        System.getenv(Setting.text(name, "", "").environmentName()))));
    }

    /** @throws IllegalArgumentException that names the setting and what was given */
    public <T> T get(Setting<T> setting) {
        var text = text(setting);
        try {
            return setting.read().apply(text);
        } catch (RuntimeException unreadable) {
            throw new IllegalArgumentException(mistake(setting, text, unreadable), unreadable);
        }
    }

    /** Empty where nobody set it and it has no default. */
    public <T> Optional<T> find(Setting<T> setting) {
        return text(setting).isEmpty() ? Optional.empty() : Optional.of(get(setting));
    }

    /** @throws IllegalArgumentException that names every mistake at once */
    public void check(List<Setting<?>> declared) {
        var mistakes = new LinkedHashSet<String>();
        for (var setting : declared) {
            try {
                find(setting);
            } catch (IllegalArgumentException mistake) {
                mistakes.add(mistake.getMessage());
            }
        }
        if (!mistakes.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", mistakes));
        }
    }

    private String text(Setting<?> setting) {
        return Stream.concat(Stream.of(setting.name()), setting.formerly().stream())
                .map(given)
                .flatMap(Optional::stream)
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse(setting.byDefault());
    }

    private static String mistake(Setting<?> setting, String text, RuntimeException why) {
        return "%s: cannot read '%s' (%s)"
                .formatted(
                        setting.environmentName(),
                        setting.shown(text),
                        why instanceof MistakenScheduleException ? why.getMessage() : setting.about());
    }
}
