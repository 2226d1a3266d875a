package io.pulsefleet.agent.jobs;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.pulsefleet.agent.collect.Collectors;
import io.pulsefleet.agent.spool.Spool;
import io.pulsefleet.wire.Document;
import io.pulsefleet.wire.Frame;
import io.pulsefleet.wire.LogLine;
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
import java.util.TreeMap;

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
        var numbers = ofType(Found.OneReading.class, items);
        var byVisit = numbers.stream()
                .collect(groupingBy(
                        Found.OneReading::visit, LinkedHashMap::new, mapping(Found.OneReading::reading, toList())));
        var sets = new ArrayList<MetricSet>();
        var frames = new ArrayList<Frame>();
        var info = collectors.named(collector).info();
        byVisit.forEach((visit, readings) -> {
            for (var framing : Framing.of(info, visit, readings)) {
                sets.add(framing.set());
                frames.add(framing.frame());
            }
        });
        var documents = new ArrayList<Document>();
        var lines = new ArrayList<LogLine>();
        var reached = new TreeMap<String, String>();
        for (var rest : ofType(Found.Rest.class, items)) {
            documents.addAll(rest.documents());
            lines.addAll(rest.lines());
            rest.reached()
                    .ifPresent(
                            place -> reached.put(placeOf(collector, rest.visit().target()), place));
        }
        spool.seal(run.segment(), new Shipment(List.of(), frames, lines, documents, List.of()), sets, reached);
        run.sealed();
        run.visited(numbers.size());
    }

    /** What the spool calls a target's place. */
    static String placeOf(String collector, String target) {
        return collector + "/" + target;
    }

    private static <T extends Found> List<T> ofType(Class<T> type, List<Object> items) {
        return items.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
