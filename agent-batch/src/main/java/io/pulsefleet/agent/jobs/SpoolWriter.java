package io.pulsefleet.agent.jobs;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.pulsefleet.agent.collect.Collectors;
import io.pulsefleet.agent.spool.Spool;
import io.pulsefleet.wire.Frame;
import io.pulsefleet.wire.MetricSet;
import io.pulsefleet.wire.Shipment;
import jakarta.batch.api.BatchProperty;
import jakarta.batch.api.chunk.AbstractItemWriter;
import jakarta.batch.runtime.context.JobContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** A chunk becomes one sealed segment. A visit that a stop broke off is no visit: it has no frame. */
@Named
@Dependent
public class SpoolWriter extends AbstractItemWriter {

    @Inject
    @BatchProperty
    String collector;

    @Inject
    JobContext context;

    @Inject
    Collectors collectors;

    @Inject
    Runs runs;

    @Inject
    Spool spool;

    @Override
    public void writeItems(List<Object> items) {
        var run = runs.of(context.getJobName(), context.getExecutionId());
        if (!run.isVisitOver()) {
            return;
        }
        var byVisit = items.stream()
                .map(Found.class::cast)
                .collect(groupingBy(Found::visit, LinkedHashMap::new, mapping(Found::reading, toList())));
        var sets = new ArrayList<MetricSet>();
        var frames = new ArrayList<Frame>();
        var info = collectors.named(collector).info();
        byVisit.forEach((visit, readings) -> {
            for (var framing : Framing.of(info, visit, readings)) {
                sets.add(framing.set());
                frames.add(framing.frame());
            }
        });
        spool.seal(run.segment(), Shipment.ofFrames(frames), sets);
        run.sealed();
        run.visited(items.size());
    }
}
