package io.pulsefleet.agent;

import io.pulsefleet.settings.Setting;
import io.pulsefleet.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How far the host lets the hub change settings. */
final class FleetSettingsConfig {

    static final Setting<Restart> RESTART = new Setting<>(
            "pulse.settings.restart",
            "auto",
            "Whether the agent restarts itself for settings of the hub that need it: `on`, `off`, or `auto`, which is on"
                    + " where systemd starts it again.",
            text -> Restart.valueOf(text.toUpperCase(java.util.Locale.ROOT)));

    static final Setting<Duration> RESTART_WITHIN = Setting.duration(
            "pulse.settings.restart.within",
            "30s",
            "It does so at some moment in this time, so that not all agents restart at once.");

    static final Setting<Duration> TRIAL = Setting.duration(
            "pulse.settings.trial",
            "3m",
            "Settings of the hub are taken back when two heartbeats did not come through with them in this time.");

    static final List<Setting<?>> ALL = List.of(RESTART, RESTART_WITHIN, TRIAL);

    private FleetSettingsConfig() {}

    /** Whether it may restart itself. */
    enum Restart {
        ON,
        OFF,
        AUTO
    }

    /** @param invocation what systemd calls this start */
    static boolean mayRestart(Settings settings, Optional<String> invocation) {
        return switch (settings.get(RESTART)) {
            case ON -> true;
            case OFF -> false;
            case AUTO -> invocation.isPresent();
        };
    }
}
