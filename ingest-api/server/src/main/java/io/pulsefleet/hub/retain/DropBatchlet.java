package io.pulsefleet.hub.retain;

import io.pulsefleet.store.history.Clock;
import io.pulsefleet.store.history.HotLeaves;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Duration;

/** Drops the empty partitions that packing has left. */
@Named
@Dependent
public class DropBatchlet extends HubBatchlet {

    private static final Duration NO_MORE = Duration.ofHours(1);

    @Inject
    HotLeaves leaves;

    @Inject
    Clock clock;

    @Override
    void work(HubRun run) {
        if (jobs.mayGoOn(run)) {
            leaves.dropEmpty(clock.now().minus(NO_MORE));
        }
    }
}
