package io.pulsefleet.agent.home;

import io.pulsefleet.settings.Setting;
import io.pulsefleet.settings.Settings;
import java.nio.file.Path;
import java.util.List;

/** Where the agent keeps what must outlive it. */
public final class HomeConfig {

    public static final Setting<Path> DATA =
            Setting.path("pulse.data", "./data", "Folder for everything that must survive a restart.");

    public static final List<Setting<?>> ALL = List.of(DATA);

    private HomeConfig() {}

    /** The agent's own part of it. */
    public static Path folder(Settings settings) {
        return settings.get(DATA).resolve("agent").normalize();
    }
}
