package io.pulsefleet.hub.retain;

import jakarta.batch.api.partition.PartitionPlan;
import jakarta.batch.api.partition.PartitionPlanImpl;
import java.util.List;
import java.util.Properties;

/** A step's parts, each known by a name that its batchlet is given. */
final class Parts {

    /** What is empty would be injected as null. */
    static final String NOTHING = "nothing";

    private Parts() {}

    /**
     * One for nothing, where there is nothing to do: a step wants one at least.
     *
     * @param property under which a batchlet finds its name
     */
    static PartitionPlan of(String property, List<String> names) {
        var all = names.isEmpty() ? List.of(NOTHING) : names;
        var plan = new PartitionPlanImpl();
        plan.setPartitions(all.size());
        plan.setThreads(Math.min(all.size(), RetainConfig.threads()));
        plan.setPartitionProperties(
                all.stream().map(name -> properties(property, name)).toArray(Properties[]::new));
        return plan;
    }

    private static Properties properties(String property, String name) {
        var properties = new Properties();
        properties.setProperty(property, name);
        return properties;
    }
}
