package io.pulsefleet.agent.jobs;

import io.pulsefleet.agent.collect.Visit;
import io.pulsefleet.wire.Position;
import io.pulsefleet.wire.Reading;
import jakarta.batch.api.chunk.ItemProcessor;
import jakarta.batch.runtime.context.JobContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.HashSet;
import java.util.Set;

/** Stamps each reading with the moment of its visit. What the same visit read twice is filtered: the first stands. */
@Named
@Dependent
public class StampProcessor implements ItemProcessor {

    @Inject
    JobContext context;

    @Inject
    Runs runs;

    private final Set<Position> seen = new HashSet<>();
    private Visit visit;

    @Override
    public Object processItem(Object item) {
        return item instanceof Found.OneReading found ? stampedOnce(found) : item;
    }

    private Found stampedOnce(Found.OneReading found) {
        if (!found.visit().equals(visit)) {
            visit = found.visit();
            seen.clear();
        }
        if (!seen.add(found.reading().position())) {
            runs.of(context.getJobName(), context.getExecutionId()).skipped(1);
            return null; // Jakarta Batch's way to filter an item
        }
        return stamped(found);
    }

    private static Found stamped(Found.OneReading found) {
        var at = found.visit().at();
        var reading = found.reading();
        return reading.at().equals(at)
                ? found
                : new Found.OneReading(found.visit(), new Reading(reading.position(), reading.value(), at));
    }
}
