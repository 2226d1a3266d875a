package io.pulsefleet.agent.jobs;

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

/** A chunk, which is a visit or several that were over together, becomes one sealed segment. */
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

    @Inject
    Sights sights;

    @Override
    public void writeItems(List<Object> items) {
        var run = runs.of(context.getJobName(), context.getExecutionId());
        var sets = new LinkedHashMap<String, MetricSet>();
        var frames = new ArrayList<Frame>();
        var info = collectors.info(collector);
        var visits = items.stream()
                .map(Found.Together.class::cast)
                .flatMap(together -> together.visits().stream())
                .toList();
        int readings = 0;
        for (var whole : visits) {
            var numbers = ofType(Found.OneReading.class, whole.all()).stream()
                    .map(Found.OneReading::reading)
                    .toList();
            readings += numbers.size();
            for (var framing : Framing.of(info, whole.visit(), numbers)) {
                sets.put(framing.frame().set(), framing.set());
                frames.add(framing.frame());
            }
        }
        var documents = new ArrayList<Document>();
        var lines = new ArrayList<LogLine>();
        var reached = new TreeMap<String, String>();
        for (var rest : visits.stream()
                .flatMap(whole -> ofType(Found.Rest.class, whole.all()).stream())
                .toList()) {
            documents.addAll(rest.documents());
            lines.addAll(rest.lines());
            rest.reached()
                    .ifPresent(
                            place -> reached.put(placeOf(collector, rest.visit().target()), place));
        }
        spool.seal(run.segment(), new Shipment(List.of(), frames, lines, documents, List.of()), sets, reached);
        sights.sealed(info.name(), visits);
        run.sealed();
        run.visited(visits.size(), readings);
    }

    /** What the spool calls a target's place. */
    static String placeOf(String collector, String target) {
        return collector + "/" + target;
    }

    private static <T extends Found> List<T> ofType(Class<T> type, List<Found> items) {
        return items.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
