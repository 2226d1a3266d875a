package io.pulsefleet.hub.query;

import io.pulsefleet.store.fleet.Named;
import io.pulsefleet.wire.Metric;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What there is to draw of an agent, and the points to draw it with. */
@ApplicationScoped
public class Charts {

    @Inject
    Hosts hosts;

    @Inject
    Definitions definitions;

    @Inject
    Past past;

    @Inject
    Catalog catalog;

    /** One metric of a collector's target, and the values that its labels have had. */
    private record Group(String metric, Metric.Kind kind, String unit, String collector, String target) {}

    List<MetricRow> metrics(UUID id) {
        var labels = new LinkedHashMap<Group, Map<String, Set<String>>>();
        for (var definition : definitions.of(hosts.find(id).number())) {
            for (var position : definition.positions()) {
                var group = new Group(
                        position.metric(),
                        position.kind(),
                        position.unit(),
                        definition.collector(),
                        definition.target());
                var values = labels.computeIfAbsent(group, none -> new TreeMap<>());
                position.labels()
                        .forEach((name, value) -> values.computeIfAbsent(name, none -> new TreeSet<>())
                                .add(value));
            }
        }
        return labels.entrySet().stream()
                .map(entry -> row(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparing(MetricRow::metric))
                .toList();
    }

    /** @throws jakarta.ws.rs.WebApplicationException 404 that names those that there are not */
    Offer offer(List<String> agents, List<String> groups, Map<String, String> tags) {
        return new Offer(definitions.of(
                catalog.about(agents, groups, tags).stream().map(Named::number).toList()));
    }

    private static MetricRow row(Group group, Map<String, Set<String>> labels) {
        var lists = new TreeMap<String, List<String>>();
        labels.forEach((name, values) -> lists.put(name, List.copyOf(values)));
        return new MetricRow(group.metric(), group.kind(), group.unit(), group.collector(), group.target(), lists);
    }

    /** @param as {@code rate}, {@code value}, or null: a counter's rate, a gauge's value */
    Series series(UUID id, String metric, Span span, String as) {
        var aggregate = Optional.ofNullable(as)
                .map(way -> Aggregate.of(way.equals("rate") ? Aggregate.Kind.RATE : Aggregate.Kind.AVG));
        var asked = new Asked(
                metric,
                List.of(),
                List.of(),
                Map.of(),
                Map.of(),
                span,
                aggregate,
                By.SERIES,
                Optional.empty(),
                Optional.empty());
        var answer = past.answer(asked, List.of(hosts.find(id).named()));
        return new Series(
                metric,
                answer.kind(),
                answer.unit(),
                answer.aggregate().isGrowth() ? "rate" : "value",
                span.from(),
                span.to(),
                span.step().toSeconds(),
                answer.whole().stream().flatMap(Charts::lines).toList());
    }

    private static Stream<Series.Line> lines(Answer.Batch batch) {
        return IntStream.range(0, batch.lines().size())
                .filter(i -> batch.curves().get(i).size() > 0)
                .mapToObj(i -> line(batch.lines().get(i), batch.curves().get(i)));
    }

    private static Series.Line line(Line line, Curve curve) {
        return new Series.Line(
                line.collector(),
                line.target(),
                line.labels(),
                LongStream.of(curve.at()).limit(curve.size()).boxed().toList(),
                DoubleStream.of(curve.values())
                        .limit(curve.size())
                        .mapToObj(value -> Double.isFinite(value) ? (Double) value : null)
                        .toList());
    }
}
