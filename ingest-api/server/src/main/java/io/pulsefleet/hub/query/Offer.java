package io.pulsefleet.hub.query;

import io.pulsefleet.hub.query.Definitions.Definition;
import io.pulsefleet.wire.Metric;
import io.pulsefleet.wire.Position;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which metrics some agents have, for whoever chooses one. Hosts that read the same share a set, so each set is looked at once. */
final class Offer {

    /** Of a label no more values are told. */
    static final int MOST_VALUES = 200;

    private final Map<Integer, Definition> definitions = new HashMap<>();
    private final Map<Integer, BitSet> users = new HashMap<>();

    /** @param byAgent what each agent has, by its number */
    Offer(Map<Integer, List<Definition>> byAgent) {
        byAgent.forEach((agent, its) -> its.forEach(definition -> {
            definitions.put(definition.set(), definition);
            users.computeIfAbsent(definition.set(), none -> new BitSet()).set(agent);
        }));
    }

    /**
     * A metric that some agents have.
     *
     * @param agents how many have it
     * @param labels by name; values only where one metric was asked for, and at most 200 of each
     */
    public record OfferView(
            String metric, Metric.Kind kind, String unit, int agents, Map<String, List<String>> labels) {}

    /** @param total how many there are; more than are listed where it is more than the limit */
    public record OfferList(int total, List<OfferView> metrics) {}

    /**
     * By name.
     *
     * @param part what the names contain, in capitals or not
     */
    OfferList like(String part, int limit) {
        var lower = part.toLowerCase(Locale.ROOT);
        var having = new TreeMap<String, BitSet>();
        var samples = new HashMap<String, Definition>();
        definitions.forEach((set, definition) -> definition.places().keySet().forEach(metric -> {
            if (metric.toLowerCase(Locale.ROOT).contains(lower)) {
                having.computeIfAbsent(metric, none -> new BitSet()).or(users.get(set));
                samples.putIfAbsent(metric, definition);
            }
        }));
        return new OfferList(
                having.size(),
                having.entrySet().stream()
                        .limit(limit)
                        .map(one -> view(one.getKey(), one.getValue(), List.of(samples.get(one.getKey())), false))
                        .toList());
    }

    /** With the values of its labels. */
    OfferList exactly(String metric) {
        var having = new BitSet();
        var its = definitions.values().stream()
                .filter(definition -> definition.places().containsKey(metric))
                .toList();
        its.forEach(definition -> having.or(users.get(definition.set())));
        return its.isEmpty() ? new OfferList(0, List.of()) : new OfferList(1, List.of(view(metric, having, its, true)));
    }

    private static OfferView view(String metric, BitSet agents, Collection<Definition> its, boolean withValues) {
        var labels = new TreeMap<String, Set<String>>();
        Position sample = null;
        for (var definition : its) {
            for (var place : definition.placesOf(metric)) {
                sample = definition.positions().get(place);
                sample.labels().forEach((name, value) -> {
                    var values = labels.computeIfAbsent(name, none -> new TreeSet<>());
                    if (withValues && values.size() < MOST_VALUES) {
                        values.add(value);
                    }
                });
            }
        }
        var lists = new TreeMap<String, List<String>>();
        labels.forEach((name, values) -> lists.put(name, List.copyOf(values)));
        return new OfferView(metric, sample.kind(), sample.unit(), agents.cardinality(), lists);
    }
}
