package io.pulsefleet.hub.retain;

import io.pulsefleet.store.history.Clock;
import io.pulsefleet.store.history.Rolling;
import jakarta.batch.api.BatchProperty;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** Rolls up one day, one bucket of agents after the other. */
@Named
@Dependent
public class RollBatchlet extends HubBatchlet {

    @Inject
    @BatchProperty(name = RollMapper.DAY)
    String day;

    @Inject
    Rolling rolling;

    @Inject
    Clock clock;

    @Override
    String part() {
        return day;
    }

    @Override
    void work(HubRun run) {
        for (var due : rolling.due(clock.now(), RetainConfig.rollGrace())) {
            if (due.day().toString().equals(day)) {
                if (!jobs.mayGoOn(run)) {
                    return;
                }
                rolling.roll(due).ifPresentOrElse(rolled -> did(run, rolled.samples()), run::skipped);
            }
        }
    }
}
