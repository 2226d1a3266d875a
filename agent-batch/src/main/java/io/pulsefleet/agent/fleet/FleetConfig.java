package io.pulsefleet.agent.fleet;

import io.pulsefleet.agent.home.HomeConfig;
import io.pulsefleet.settings.Setting;
import io.pulsefleet.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** How the agent joins its fleet, and how often it says that it is alive. */
public final class FleetConfig {

    static final Setting<String> JOIN_TOKEN =
            Setting.text("pulse.join.token", "", "What an agent shows to join the fleet.");

    static final Setting<Path> JOIN_TOKEN_FILE = Setting.path(
            "pulse.join.token.file",
            "",
            "File that holds the join token; hub/join-token in the data folder if not set.");

    static final Setting<Duration> HEARTBEAT_EVERY =
            Setting.duration("pulse.heartbeat.every", "15s", "From one heartbeat to the next.");

    public static final List<Setting<?>> ALL = List.of(JOIN_TOKEN, JOIN_TOKEN_FILE, HEARTBEAT_EVERY);

    private FleetConfig() {}

    static Path joinTokenFile(Settings settings) {
        return settings.find(JOIN_TOKEN_FILE)
                .orElseGet(() -> settings.get(HomeConfig.DATA).resolve("hub").resolve("join-token"));
    }
}
