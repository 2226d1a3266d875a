package io.pulsefleet.settings;

import static java.util.stream.Collectors.joining;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The reference page of the settings that some {@code *Config} classes declare: made from the code, so it cannot drift. */
public final class SettingsPage {

    private SettingsPage() {}

    /** Every constant of type {@link Setting} in the classes, by name. */
    public static List<Setting<?>> declaredIn(Stream<Class<?>> configs) {
        return configs.flatMap(config -> Stream.of(config.getDeclaredFields()))
                .filter(field -> field.getType() == Setting.class && Modifier.isStatic(field.getModifiers()))
                .<Setting<?>>map(SettingsPage::valueOf)
                .sorted(Comparator.comparing(Setting::name))
                .toList();
    }

    /** In Markdown. */
    public static String of(String title, List<Setting<?>> settings) {
        return "# " + title + "\n\nMade from the code. Each may also be given as a system property, `"
                + settings.get(0).name() + "`.\n\n" + table(settings);
    }

    /** Their rows alone, for a page that tells more than settings. */
    public static String table(List<Setting<?>> settings) {
        return settings.stream()
                .map(setting -> "| %s | %s | %s |"
                        .formatted(
                                Stream.concat(Stream.of(setting.environmentName()), setting.formerly().stream())
                                        .map(name -> "`" + name + "`")
                                        .collect(joining(", ")),
                                setting.byDefault().isEmpty() ? "" : "`" + setting.byDefault() + "`",
                                setting.about()))
                .collect(joining("\n", "| variable | default | meaning |\n|---|---|---|\n", "\n"));
    }

    private static Setting<?> valueOf(Field field) {
        try {
            field.setAccessible(true);
            return (Setting<?>) field.get(null);
        } catch (IllegalAccessException closed) {
            throw new IllegalStateException(closed);
        }
    }
}
