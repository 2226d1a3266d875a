package io.pulsefleet.hub.fleet;

import io.pulsefleet.hub.http.HttpConfig;
import io.pulsefleet.settings.Setting;
import io.pulsefleet.wire.Plan;
import io.pulsefleet.wire.Plan.PlannedJob;
import java.time.Duration;

/** What the hub tells its agents to do. */
final class FleetConfig {

    static final Setting<Duration> PLAN_SYSTEM_EVERY = Setting.duration(
            "pulse.plan.system.every",
            "",
            "How often each agent looks at its host, whatever its own settings and its layers say; as these say if"
                    + " not set.");

    private FleetConfig() {}

    static Plan plan() {
        return new Plan(HttpConfig.settings().find(PLAN_SYSTEM_EVERY).stream()
                .map(every -> new PlannedJob("system", every, true))
                .toList());
    }
}
