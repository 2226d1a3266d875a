package io.pulsefleet.agent.collect.services;

import io.pulsefleet.settings.Setting;
import java.time.Duration;
import java.util.List;

/** How systemd is asked. */
public final class ServicesConfig {

    static final Setting<String> SYSTEMCTL = Setting.text(
            "pulse.services.systemctl",
            "systemctl",
            "The program that is asked for systemd's units; looked for on the `PATH`.");

    static final Setting<Duration> TIMEOUT = Setting.duration(
            "pulse.services.timeout", "10s", "How long it may take; then it is killed, and the visit failed.");

    public static final List<Setting<?>> ALL = List.of(SYSTEMCTL, TIMEOUT);

    private ServicesConfig() {}
}
