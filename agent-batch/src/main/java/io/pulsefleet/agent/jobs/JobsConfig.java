package io.pulsefleet.agent.jobs;

import io.pulsefleet.settings.Setting;
import java.time.Duration;
import java.util.List;

/** How long a shift is. */
public final class JobsConfig {

    static final Setting<Duration> SHIFT_LENGTH =
            Setting.duration("pulse.shift.length", "1d", "How long a job runs before the next run takes over.");

    public static final List<Setting<?>> ALL = List.of(SHIFT_LENGTH);

    private JobsConfig() {}
}
