package io.pulsefleet.hub.commit;

import io.pulsefleet.settings.Setting;
import java.time.Duration;

/** How much waits for a transaction together, and how long. */
public final class CommitConfig {

    public static final Setting<Duration> LINGER = Setting.duration(
            "pulse.intake.linger",
            "5ms",
            "How long the hub lets what comes first wait for others to be stored with it.");
    public static final Setting<Long> QUEUE = Setting.size(
            "pulse.intake.queue",
            "64MB",
            "How much may wait to be stored; beyond it the hub answers 429, and agents send again.");
    public static final Setting<Long> GROUP =
            Setting.size("pulse.intake.group", "8MB", "The most that is stored in one transaction.");
    public static final Setting<Duration> LOCK_TIMEOUT = Setting.duration(
            "pulse.intake.lock.timeout",
            "5s",
            "How long a transaction of the intake waits for a lock that another holds, before it answers 503.");

    private CommitConfig() {}
}
