package io.pulsefleet.agent.spool;

import io.pulsefleet.agent.home.HomeConfig;
import io.pulsefleet.settings.Setting;
import io.pulsefleet.settings.Settings;
import java.nio.file.Path;
import java.util.List;

/** How much may wait, and where. */
public record SpoolConfig(Path folder, long limit, long memoryLimit) {

    public static final Setting<Long> LIMIT = Setting.size(
            "pulse.spool.limit",
            "256MB",
            "Disk space for readings that wait for the hub; the oldest are given up, and counted, beyond it.");

    public static final Setting<Long> MEMORY_LIMIT = Setting.size(
            "pulse.spool.memory.limit",
            "8MB",
            "Memory for readings while the spool's folder cannot be written; the oldest are given up, and counted, beyond it.");

    public static final List<Setting<?>> ALL = List.of(LIMIT, MEMORY_LIMIT);

    static SpoolConfig from(Settings settings) {
        return new SpoolConfig(
                HomeConfig.folder(settings).resolve("spool"), settings.get(LIMIT), settings.get(MEMORY_LIMIT));
    }
}
