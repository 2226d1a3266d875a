package io.pulsefleet.hub.retain;

import io.pulsefleet.store.history.Clock;
import io.pulsefleet.store.history.Rolling;
import io.pulsefleet.store.history.Rolling.Due;
import jakarta.batch.api.partition.PartitionMapper;
import jakarta.batch.api.partition.PartitionPlan;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** Each day that is over is a part of the job. */
@Named
@Dependent
public class RollMapper implements PartitionMapper {

    static final String DAY = "day";

    @Inject
    Rolling rolling;

    @Inject
    Clock clock;

    @Inject
    HubJobs jobs;

    @Override
    public PartitionPlan mapPartitions() {
        var names = rolling.due(clock.now(), RetainConfig.rollGrace()).stream()
                .map(Due::day)
                .distinct()
                .map(Object::toString)
                .toList();
        jobs.current().plans(names);
        return Parts.of(DAY, names);
    }
}
