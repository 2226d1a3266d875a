package io.pulsefleet.agent.jobs;

import io.pulsefleet.wire.Position;
import io.pulsefleet.wire.Reading;
import jakarta.batch.api.chunk.ItemProcessor;
import jakarta.batch.runtime.context.JobContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.ArrayList;
import java.util.HashSet;

/** Stamps each reading with the moment of its visit. What the same visit read twice is filtered: the first stands. */
@Named
@Dependent
public class StampProcessor implements ItemProcessor {

    @Inject
    JobContext context;

    @Inject
    Runs runs;

    @Override
    public Object processItem(Object item) {
        return new Found.Together(
                ((Found.Together) item).visits().stream().map(this::stamped).toList());
    }

    private Found.Whole stamped(Found.Whole whole) {
        var stamped = new ArrayList<Found>(whole.all().size());
        var seen = new HashSet<Position>();
        for (var found : whole.all()) {
            if (!(found instanceof Found.OneReading one)) {
                stamped.add(found);
            } else if (seen.add(one.reading().position())) {
                stamped.add(stamped(one));
            }
        }
        var twice = whole.all().size() - stamped.size();
        if (twice > 0) {
            runs.of(context.getJobName(), context.getExecutionId()).skipped(twice);
        }
        return new Found.Whole(whole.visit(), stamped);
    }

    private static Found stamped(Found.OneReading found) {
        var at = found.visit().at();
        var reading = found.reading();
        return reading.at().equals(at)
                ? found
                : new Found.OneReading(found.visit(), new Reading(reading.position(), reading.value(), at));
    }
}
