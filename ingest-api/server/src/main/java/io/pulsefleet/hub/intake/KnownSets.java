package io.pulsefleet.hub.intake;

import io.pulsefleet.hub.DatabaseIsBack;
import io.pulsefleet.hub.Recent;
import io.pulsefleet.store.metrics.MetricSets;
import io.pulsefleet.store.metrics.StoredSet;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.MetricSet;
import io.pulsefleet.wire.Position;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The metric sets, in short. What the store has is remembered; what this transaction puts there is not, for it may yet be
 * rolled back.
 */
@ApplicationScoped
public class KnownSets {

    private static final int MOST = 20_000;

    private final Recent<String, KnownSet> remembered = new Recent<>(MOST);
    private final Recent<Use, Boolean> uses = new Recent<>(MOST * 4);

    void forgetAll(@Observes DatabaseIsBack event) {
        remembered.forgetAll();
        uses.forgetAll();
    }

    @Inject
    MetricSets stored;

    /** @param size how many positions it has */
    record KnownSet(int id, int size) {}

    private record Use(int agent, int set) {}

    /** Those that are kept, by their hashes. */
    Map<String, KnownSet> find(Set<String> hashes) {
        var found = new HashMap<String, KnownSet>();
        var rest = new ArrayList<String>();
        for (var hash : hashes) {
            remembered.find(hash).ifPresentOrElse(set -> found.put(hash, set), () -> rest.add(hash));
        }
        load(rest).forEach((hash, set) -> {
            remembered.put(hash, set);
            found.put(hash, set);
        });
        return found;
    }

    /** Keeps them in this transaction. Returns them by their hashes. */
    Map<String, KnownSet> add(Collection<MetricSet> sets) {
        if (sets.isEmpty()) {
            return Map.of();
        }
        var news = sets.stream()
                .map(KnownSets::toStore)
                .sorted(Comparator.comparing(StoredSet::hash)) // in one order, so that two never wait for each other
                .toList();
        stored.add(news);
        return load(news.stream().map(StoredSet::hash).toList());
    }

    /** Notes in this transaction that the agent uses them. */
    void use(int agent, Collection<KnownSet> sets) {
        var news = new TreeSet<Integer>();
        for (var set : sets) {
            if (uses.find(new Use(agent, set.id())).isEmpty()) {
                news.add(set.id());
            }
        }
        if (!news.isEmpty()) {
            stored.use(agent, news).forEach(before -> uses.put(new Use(agent, before), true));
        }
    }

    private Map<String, KnownSet> load(Collection<String> hashes) {
        var found = new HashMap<String, KnownSet>();
        for (var set : stored.find(hashes)) {
            found.put(set.hash(), new KnownSet(set.id(), sizeOf(set)));
        }
        return found;
    }

    private static int sizeOf(StoredSet set) {
        try {
            return Json.read(set.positions().getBytes(StandardCharsets.UTF_8), Position[].class).length;
        } catch (IOException ourBug) {
            throw new UncheckedIOException(ourBug);
        }
    }

    private static StoredSet toStore(MetricSet set) {
        var positions = new String(Json.bytes(set.positions()), StandardCharsets.UTF_8);
        return new StoredSet(0, set.hash(), set.collector(), set.target(), positions);
    }
}
