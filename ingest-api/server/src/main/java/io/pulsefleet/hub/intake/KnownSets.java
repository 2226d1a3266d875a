package io.pulsefleet.hub.intake;

import io.pulsefleet.hub.DatabaseIsBack;
import io.pulsefleet.hub.Recent;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.hub.ready.Doubts;
import io.pulsefleet.store.Database;
import io.pulsefleet.store.metrics.MetricSets;
import io.pulsefleet.store.metrics.StoredSet;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.MetricSet;
import io.pulsefleet.wire.Position;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import jakarta.ws.rs.WebApplicationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/**
 * The metric sets, in short. What the store has is remembered. New ones are kept in a transaction of their own, before the
 * shipment that brings them: they never change and may lie there unused, and no group ever waits for one.
 */
@ApplicationScoped
public class KnownSets {

    private static final int MOST = 20_000;

    private final Recent<String, KnownSet> remembered = new Recent<>(MOST);

    @Inject
    MetricSets stored;

    @Inject
    Doubts doubts;

    @Inject
    Database database;

    @Inject
    Writer writer;

    void forgetAll(@Observes DatabaseIsBack event) {
        remembered.forgetAll();
    }

    /** @param size how many positions it has */
    record KnownSet(int id, int size) {}

    /** Those that are kept, by their hashes. */
    Map<String, KnownSet> find(Collection<String> hashes) {
        var found = new HashMap<String, KnownSet>();
        var rest = new ArrayList<String>();
        for (var hash : hashes) {
            remembered.find(hash).ifPresentOrElse(set -> found.put(hash, set), () -> rest.add(hash));
        }
        if (!rest.isEmpty()) {
            found.putAll(load(rest));
        }
        return found;
    }

    /** Keeps them, and returns them, by their hashes. */
    Map<String, KnownSet> add(Map<String, MetricSet> sets) {
        writer.write(sets.entrySet().stream()
                .map(set -> toStore(set.getKey(), set.getValue()))
                .sorted(Comparator.comparing(StoredSet::hash)) // in one order, so that two never wait for each other
                .toList());
        return load(sets.keySet());
    }

    private Map<String, KnownSet> load(Collection<String> hashes) {
        if (doubts.areOfALostOne() && !database.answers()) { // JPA would try for ten seconds
            throw new WebApplicationException(
                    Problems.notNow("The database is away, and the sets are not remembered."));
        }
        var found = new HashMap<String, KnownSet>();
        for (var set : stored.find(hashes)) {
            found.put(set.hash(), new KnownSet(set.id(), sizeOf(set)));
        }
        found.forEach(remembered::put);
        return found;
    }

    private static int sizeOf(StoredSet set) {
        try {
            return Json.read(set.positions().getBytes(StandardCharsets.UTF_8), Position[].class).length;
        } catch (IOException ourBug) {
            throw new UncheckedIOException(ourBug);
        }
    }

    private static StoredSet toStore(String hash, MetricSet set) {
        var positions = new String(Json.bytes(set.positions()), StandardCharsets.UTF_8);
        return new StoredSet(0, hash, set.collector(), set.target(), positions);
    }

    /** In a bean of its own, so that its transaction ends with it. */
    @ApplicationScoped
    static class Writer {

        @Inject
        MetricSets sets;

        @Transactional(TxType.REQUIRES_NEW)
        public void write(Collection<StoredSet> news) {
            sets.add(news);
        }
    }
}
