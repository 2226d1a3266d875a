package io.pulsefleet.agent;

import io.pulsefleet.agent.home.Layers;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Looks at the settings by hand, without starting anything (SP-08): {@code bin/check}.
 *
 * <pre>
 * 12 settings, no mistake                                                                   0
 * /var/lib/pulsefleet/agent/agent.yaml: line 3: no setting is called 'hub.ulr'; ...         78
 * PULSE_SPOOL_LIMIT: cannot read 'much' (...)
 * </pre>
 */
final class CheckSettings {

    private CheckSettings() {}

    public static void main(String[] none) {
        Function<String, Optional<String>> environment = name -> Optional.ofNullable(System.getProperty(name))
                .or(() -> Optional.ofNullable(System.getenv(name)))
                .or(() -> Optional.ofNullable(
                        System.getenv(name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT))));
        System.exit(check(environment, new PrintStream(System.out, true, StandardCharsets.UTF_8)));
    }

    /** @return what the process is to end with */
    static int check(Function<String, Optional<String>> environment, PrintStream out) {
        try {
            var layers = Layers.over(environment);
            var check = SettingsCheck.of(layers, layers.first());
            check.lines().forEach(out::println);
            if (check.isWell()) {
                out.println(check.given() + " settings, no mistake");
            }
            return check.isWell() ? 0 : SettingsCheck.WRONG_SETTINGS;
        } catch (IllegalArgumentException whereTheFilesAre) {
            out.println(whereTheFilesAre.getMessage());
            return SettingsCheck.WRONG_SETTINGS;
        }
    }
}
