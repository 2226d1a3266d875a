package io.pulsefleet.hub.retain;

import io.pulsefleet.store.history.Clock;
import io.pulsefleet.store.history.HotLeaf;
import io.pulsefleet.store.history.HotLeaves;
import jakarta.batch.api.partition.PartitionMapper;
import jakarta.batch.api.partition.PartitionPlan;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** Each closed hour is a part of the job. */
@Named
@Dependent
public class PackMapper implements PartitionMapper {

    static final String LEAF = "leaf";

    @Inject
    HotLeaves leaves;

    @Inject
    Clock clock;

    @Override
    public PartitionPlan mapPartitions() {
        return Parts.of(
                LEAF,
                leaves.toPack(clock.now(), RetainConfig.packGrace()).stream()
                        .map(HotLeaf::name)
                        .toList());
    }
}
