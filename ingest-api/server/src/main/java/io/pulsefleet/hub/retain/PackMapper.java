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

    @Inject
    HubJobs jobs;

    @Override
    public PartitionPlan mapPartitions() {
        var names = leaves.toPack(clock.now(), RetainConfig.packGrace()).stream()
                .map(HotLeaf::name)
                .toList();
        jobs.current().plans(names);
        return Parts.of(LEAF, names);
    }
}
