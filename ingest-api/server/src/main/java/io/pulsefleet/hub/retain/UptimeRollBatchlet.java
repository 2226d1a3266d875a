package io.pulsefleet.hub.retain;

import io.pulsefleet.hub.uptime.MaintenanceBook;
import io.pulsefleet.store.history.Clock;
import io.pulsefleet.store.uptime.Rollups;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Duration;

/** Rolls up what probers saw, one hour after the other, each with its day. */
@Named
@Dependent
public class UptimeRollBatchlet extends HubBatchlet {

    /** What comes later has its hour rolled up again. */
    static final Duration GRACE = Duration.ofMinutes(1);

    @Inject
    Rollups rollups;

    @Inject
    MaintenanceBook maintenance;

    @Inject
    Clock clock;

    @Override
    void work(HubRun run) {
        for (var hour : rollups.due(clock.now(), GRACE)) {
            if (!jobs.mayGoOn(run)) {
                return;
            }
            run.did(rollups.roll(hour, maintenance.between(hour, hour.plus(Duration.ofHours(1)))));
        }
    }
}
