package io.pulsefleet.agent.home;

import io.pulsefleet.settings.Setting;
import io.pulsefleet.settings.Settings;
import java.nio.file.Path;
import java.util.List;

/** Where the agent keeps what must outlive it. */
public final class HomeConfig {

    public static final Setting<Path> DATA = Setting.path(
                    "pulse.data", "./data", "Folder for everything that must survive a restart.")
            .formerly("PA_DATA_DIR");

    static final Setting<Path> ENV_FILE = Setting.path(
            "pulse.env.file",
            "",
            "File of `NAME=value` lines for what the environment does not set; `agent/.env` in the data folder if not set.");

    static final Setting<Path> INI_FILE = Setting.path(
                    "pulse.ini.file",
                    "",
                    "INI file of another sender, with the sections `[database] [collection] [listener] [buffer]`, for what nothing"
                            + " else sets; none if not set.")
            .formerly(OtherNames.CONFIG_PATH);

    static final Setting<Path> SETTINGS_FILE = Setting.path(
            "pulse.settings.file",
            "",
            "YAML file of settings, for what neither the environment nor the file of `NAME=value` lines sets;"
                    + " `agent/agent.yaml` in the data folder if not set.");

    public static final List<Setting<?>> ALL = List.of(DATA, ENV_FILE, INI_FILE, SETTINGS_FILE);

    private HomeConfig() {}

    /** The agent's own part of it. */
    public static Path folder(Settings settings) {
        return settings.get(DATA).resolve("agent").normalize();
    }
}
