package io.pulsefleet.hub.query;

import io.pulsefleet.hub.DatabaseIsBack;
import io.pulsefleet.hub.Recent;
import io.pulsefleet.store.metrics.MetricSets;
import io.pulsefleet.store.metrics.StoredSet;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.Position;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** What the numbers in frames mean. A set never changes, so that its meaning is remembered. */
@ApplicationScoped
public class Definitions {

    private static final int MOST = 20_000;
    private static final int MOST_POSITIONS = 200_000;

    private final Recent<Integer, Definition> remembered = new Recent<>(MOST);
    private final Recent<Position, Position> positions = new Recent<>(MOST_POSITIONS);

    void forgetAll(@Observes DatabaseIsBack event) {
        remembered.forgetAll();
    }

    @Inject
    MetricSets sets;

    /**
     * @param positions what stands where in a frame's values
     * @param places where each metric stands
     */
    record Definition(
            int set, String collector, String target, List<Position> positions, Map<String, List<Integer>> places) {

        /** From 0; none: the set has no such metric. */
        List<Integer> placesOf(String metric) {
            return places.getOrDefault(metric, List.of());
        }
    }

    /** Those of all sets that each of the agents has ever used. */
    Map<Integer, List<Definition>> of(Collection<Integer> agents) {
        var used = sets.usedBy(agents);
        var meanings =
                get(used.values().stream().flatMap(List::stream).distinct().toList());
        var definitions = new HashMap<Integer, List<Definition>>();
        used.forEach((agent, ids) ->
                definitions.put(agent, ids.stream().map(meanings::get).toList()));
        return definitions;
    }

    List<Definition> of(int agent) {
        return of(List.of(agent)).getOrDefault(agent, List.of());
    }

    /** By the ids of their sets. */
    Map<Integer, Definition> get(Collection<Integer> ids) {
        var found = new HashMap<Integer, Definition>();
        var rest = new HashSet<Integer>();
        for (var id : ids) {
            remembered.find(id).ifPresentOrElse(known -> found.put(id, known), () -> rest.add(id));
        }
        for (var set : sets.get(rest)) {
            var definition = read(set);
            remembered.put(set.id(), definition);
            found.put(set.id(), definition);
        }
        return found;
    }

    private Definition read(StoredSet set) {
        try {
            var positions = Json.read(set.positions().getBytes(StandardCharsets.UTF_8), Position[].class);
            var places = new HashMap<String, List<Integer>>();
            for (int i = 0; i < positions.length; i++) {
                positions[i] = once(positions[i]);
                places.computeIfAbsent(positions[i].metric(), none -> new ArrayList<>())
                        .add(i);
            }
            return new Definition(set.id(), set.collector(), set.target(), List.of(positions), places);
        } catch (IOException ourBug) {
            throw new UncheckedIOException(ourBug);
        }
    }

    /** Most sets have most of their positions in common; each is held once. */
    private Position once(Position position) {
        return positions.find(position).orElseGet(() -> {
            positions.put(position, position);
            return position;
        });
    }
}
