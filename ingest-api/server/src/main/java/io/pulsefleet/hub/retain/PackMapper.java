package io.pulsefleet.hub.retain;

import io.pulsefleet.store.history.Clock;
import io.pulsefleet.store.history.HotLeaf;
import io.pulsefleet.store.history.HotLeaves;
import jakarta.batch.api.partition.PartitionMapper;
import jakarta.batch.api.partition.PartitionPlan;
import jakarta.batch.api.partition.PartitionPlanImpl;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Properties;

/** Each closed hour is a part of the job. */
@Named
@Dependent
public class PackMapper implements PartitionMapper {

    static final String LEAF = "leaf";

    /** What is empty would be injected as null. */
    static final String NOTHING = "nothing";

    @Inject
    HotLeaves leaves;

    @Inject
    Clock clock;

    @Override
    public PartitionPlan mapPartitions() {
        return plan(leaves.toPack(clock.now(), RetainConfig.packGrace()).stream()
                .map(HotLeaf::name)
                .toList());
    }

    /** One for nothing, where there is nothing to do: a step wants one at least. */
    private static PartitionPlan plan(List<String> names) {
        var plan = new PartitionPlanImpl();
        var all = names.isEmpty() ? List.of(NOTHING) : names;
        plan.setPartitions(all.size());
        plan.setThreads(Math.min(all.size(), RetainConfig.threads()));
        plan.setPartitionProperties(all.stream()
                .map(name -> {
                    var properties = new Properties();
                    properties.setProperty(LEAF, name);
                    return properties;
                })
                .toArray(Properties[]::new));
        return plan;
    }
}
