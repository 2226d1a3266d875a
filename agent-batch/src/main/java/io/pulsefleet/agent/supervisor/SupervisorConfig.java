package io.pulsefleet.agent.supervisor;

import io.pulsefleet.settings.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Where the supervisor is. */
public final class SupervisorConfig {

    static final Setting<Path> SOCKET = Setting.path(
            "pulse.supervisor.socket",
            "/run/pulsefleet/supervisor.sock",
            "Where the supervisor listens, which does with root's rights what `/etc/pulsefleet/supervisor.allow` permits."
                    + " Where it is not there, what needs it is refused.");

    static final Setting<Duration> TIMEOUT = Setting.duration(
            "pulse.supervisor.timeout",
            "70s",
            "How long to wait for the supervisor's answer. It waits for 60 s until systemd has started or stopped a unit.");

    static final Setting<Path> UPDATE = Setting.path(
            "pulse.supervisor.update",
            "/var/lib/pulsefleet-update/outcome",
            "Where an update of this agent leaves what came of it.");

    public static final List<Setting<?>> ALL = List.of(SOCKET, TIMEOUT, UPDATE);

    private SupervisorConfig() {}
}
