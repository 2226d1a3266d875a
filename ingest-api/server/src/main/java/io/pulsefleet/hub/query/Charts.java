package io.pulsefleet.hub.query;

import io.pulsefleet.hub.query.Definitions.Definition;
import io.pulsefleet.store.metrics.Frames;
import io.pulsefleet.store.metrics.Frames.Part;
import io.pulsefleet.wire.Metric;
import io.pulsefleet.wire.Position;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;

/** What there is to draw of an agent, and the points to draw it with. */
@ApplicationScoped
public class Charts {

    /** How far before its first moment a rate looks for the reading that it grows from. */
    private static final Duration LOOK_BACK = Duration.ofMinutes(5);

    @Inject
    Hosts hosts;

    @Inject
    Definitions definitions;

    @Inject
    Frames frames;

    /** A series is the same whichever set it stands in: an agent's sets change when a disk comes or goes. */
    private record Key(String collector, String target, Map<String, String> labels) {

        static Key of(Definition definition, Position position) {
            return new Key(definition.collector(), definition.target(), position.labels());
        }
    }

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

    private static MetricRow row(Group group, Map<String, Set<String>> labels) {
        var lists = new TreeMap<String, List<String>>();
        labels.forEach((name, values) -> lists.put(name, List.copyOf(values)));
        return new MetricRow(group.metric(), group.kind(), group.unit(), group.collector(), group.target(), lists);
    }

    /** @param as {@code rate}, {@code value}, or null: a counter's rate, a gauge's value */
    @Transactional
    Series series(UUID id, String metric, Span span, String as) {
        var agent = hosts.find(id);
        var having = definitions.of(agent.number()).stream()
                .filter(definition -> definition.positions().stream().anyMatch(position -> isOf(metric, position)))
                .toList();
        var sample = having.stream()
                .flatMap(definition -> definition.positions().stream())
                .filter(position -> isOf(metric, position))
                .findFirst();
        var counts =
                sample.map(position -> position.kind() == Metric.Kind.COUNTER).orElse(false);
        var asRate = as == null ? counts : as.equals("rate");
        return new Series(
                metric,
                sample.map(Position::kind).orElse(null),
                sample.map(Position::unit).orElse(null),
                asRate ? "rate" : "value",
                span.from(),
                span.to(),
                span.step().toSeconds(),
                lines(agent.number(), metric, having, span, asRate));
    }

    private List<Series.Line> lines(int agent, String metric, List<Definition> having, Span span, boolean asRate) {
        var lines = new LinkedHashMap<Key, Resample>();
        var parts = new ArrayList<Part>();
        var resamples = new ArrayList<List<Resample>>();
        for (var definition : having) {
            var positions = IntStream.range(0, definition.positions().size())
                    .filter(i -> isOf(metric, definition.positions().get(i)))
                    .boxed()
                    .toList();
            parts.add(new Part(definition.set(), positions));
            resamples.add(positions.stream()
                    .map(i -> lines.computeIfAbsent(
                            Key.of(definition, definition.positions().get(i)), none -> new Resample(span, asRate)))
                    .toList());
        }
        frames.read(agent, parts, asRate ? before(span) : span.from(), span.to(), (at, part, values) -> {
            var micros = ChronoUnit.MICROS.between(Instant.EPOCH, at);
            for (int i = 0; i < values.length; i++) {
                if (values[i] != null) {
                    resamples.get(part).get(i).add(micros, values[i]);
                }
            }
        });
        return lines.entrySet().stream()
                .map(entry -> line(entry.getKey(), entry.getValue().points()))
                .filter(line -> !line.at().isEmpty())
                .toList();
    }

    private static Instant before(Span span) {
        return span.from().minus(span.step().compareTo(LOOK_BACK) > 0 ? span.step() : LOOK_BACK);
    }

    private static Series.Line line(Key key, Resample.Points points) {
        return new Series.Line(key.collector(), key.target(), key.labels(), points.at(), points.values());
    }

    private static boolean isOf(String metric, Position position) {
        return position.metric().equals(metric);
    }
}
