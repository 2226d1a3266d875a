package io.pulsefleet.hub.retain;

import io.pulsefleet.store.history.Clock;
import io.pulsefleet.store.history.Rolling;
import io.pulsefleet.store.history.Rolling.Due;
import jakarta.batch.api.partition.PartitionMapper;
import jakarta.batch.api.partition.PartitionPlan;
import jakarta.batch.api.partition.PartitionPlanImpl;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Properties;

/** Each day that is over is a part of the job. */
@Named
@Dependent
public class RollMapper implements PartitionMapper {

    static final String DAY = "day";

    /** What is empty would be injected as null. */
    static final String NOTHING = "nothing";

    @Inject
    Rolling rolling;

    @Inject
    Clock clock;

    @Override
    public PartitionPlan mapPartitions() {
        return plan(rolling.due(clock.now(), RetainConfig.rollGrace()).stream()
                .map(Due::day)
                .distinct()
                .map(Object::toString)
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
                    properties.setProperty(DAY, name);
                    return properties;
                })
                .toArray(Properties[]::new));
        return plan;
    }
}
