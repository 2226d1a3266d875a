package io.pulsefleet.hub.fleet;

import io.pulsefleet.hub.http.HttpConfig;
import io.pulsefleet.settings.Setting;
import io.pulsefleet.wire.Plan;
import io.pulsefleet.wire.Plan.PlannedJob;
import java.time.Duration;
import java.util.List;

/** What the hub tells its agents to do. */
final class FleetConfig {

    static final Setting<Duration> PLAN_SYSTEM_EVERY =
            Setting.duration("pulse.plan.system.every", "10s", "How often each agent looks at its host.");

    private FleetConfig() {}

    static Plan plan() {
        return new Plan(List.of(new PlannedJob("system", HttpConfig.settings().get(PLAN_SYSTEM_EVERY), true)));
    }
}
