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
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** What the numbers in frames mean. A set never changes, so that its meaning is remembered. */
@ApplicationScoped
public class Definitions {

    private static final int MOST = 5_000;

    private final Recent<Integer, Definition> remembered = new Recent<>(MOST);

    void forgetAll(@Observes DatabaseIsBack event) {
        remembered.forgetAll();
    }

    @Inject
    MetricSets sets;

    /** @param positions what stands where in a frame's values */
    record Definition(int set, String collector, String target, List<Position> positions) {}

    /** Those of all sets that the agent has ever used. */
    List<Definition> of(int agent) {
        return sets.of(agent).stream().map(Definitions::read).toList();
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

    private static Definition read(StoredSet set) {
        try {
            var positions = Json.read(set.positions().getBytes(StandardCharsets.UTF_8), Position[].class);
            return new Definition(set.id(), set.collector(), set.target(), List.of(positions));
        } catch (IOException ourBug) {
            throw new UncheckedIOException(ourBug);
        }
    }
}
