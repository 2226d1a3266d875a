package io.pulsefleet.console;

import io.pulsefleet.agent.home.HomeConfig;
import io.pulsefleet.settings.Setting;
import io.pulsefleet.settings.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Who may use the agent's console, and under which names it is called. */
final class ConsoleConfig {

    static final Setting<String> ADMIN_PASSWORD = Setting.text(
            "pulse.admin.password", "", "Password of the user admin; when set, it holds from this start on.");

    static final Setting<Path> ADMIN_PASSWORD_FILE = Setting.path(
            "pulse.admin.password.file",
            "",
            "Where the first password of admin is, or is put when there is none; else admin-password in the data folder.");

    static final Setting<Set<String>> NAMES = new Setting<>(
            "pulse.agent.http.names",
            "",
            "Names under which browsers may call the agent's console besides localhost, separated by commas.",
            text -> Set.of(text.split("\\s*,\\s*")));

    static final List<Setting<?>> ALL = List.of(ADMIN_PASSWORD, ADMIN_PASSWORD_FILE, NAMES);

    private ConsoleConfig() {}

    static Path passwordFile(Settings settings) {
        return settings.find(ADMIN_PASSWORD_FILE)
                .orElseGet(() -> settings.get(HomeConfig.DATA).resolve("admin-password"));
    }
}
