package io.pulsefleet.agent.collect.kernel;

import io.pulsefleet.settings.Setting;
import java.nio.file.Path;
import java.util.List;

/** Which host is read. */
public final class HostConfig {

    static final Setting<Path> ROOT = Setting.path(
            "pulse.host.root",
            "/",
            "Where the host's own file system is. For an agent in a container into which it is mounted, as `/host`; then"
                    + " `/host/proc` and `/host/sys` tell of the host, and not of the container.");

    public static final List<Setting<?>> ALL = List.of(ROOT);

    private HostConfig() {}
}
