package io.pulsefleet.hub.retain;

import io.pulsefleet.store.history.HotLeaves;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Duration;
import java.time.Instant;

/** Drops the empty partitions that packing has left. */
@Named
@Dependent
public class DropBatchlet extends HubBatchlet {

    private static final Duration NO_MORE = Duration.ofHours(1);

    @Inject
    HotLeaves leaves;

    @Override
    void work(HubRun run) {
        leaves.dropEmpty(Instant.now().minus(NO_MORE));
    }
}
