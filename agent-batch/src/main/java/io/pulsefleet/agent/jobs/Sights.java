package io.pulsefleet.agent.jobs;

import io.pulsefleet.wire.Document;
import io.pulsefleet.wire.LogLine;
import io.pulsefleet.wire.Reading;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What visits found, for those who ask this agent itself: the newest numbers of the host, the newest document of each kind
 * about the host, and all of a visit for who watches for it.
 */
@ApplicationScoped
public class Sights {

    private static final String OF_THE_HOST = "system";
    private static final List<String> KEPT =
            List.of("host.inventory", "host.processes", "host.ports", "host.services", "docker.containers");

    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
    private final Map<String, Document> documents = new ConcurrentHashMap<>();
    private volatile Optional<Sight> host = Optional.empty();

    /** What one visit found. */
    public record Sight(
            String collector,
            String target,
            Instant at,
            List<Reading> readings,
            List<Document> documents,
            List<LogLine> lines) {}

    private record Watcher(String collector, Consumer<Sight> tell) {}

    /** One who watches. */
    public interface Watching {
        /** Is told nothing more. */
        void stop();
    }

    /** @param tell told each visit of this collector, once it is sealed */
    public Watching watch(String collector, Consumer<Sight> tell) {
        var watcher = new Watcher(collector, tell);
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }

    /** The newest visit of the host. */
    public Optional<Sight> host() {
        return host;
    }

    /** The newest of a kind. */
    public Optional<Document> newest(String kind) {
        return Optional.ofNullable(documents.get(kind));
    }

    void sealed(String collector, List<Found.Whole> visits) {
        for (var whole : visits) {
            var watched = watchers.stream().anyMatch(one -> one.collector().equals(collector));
            var isOfTheHost = collector.equals(OF_THE_HOST);
            keep(whole);
            if (watched || isOfTheHost) {
                var sight = sight(collector, whole);
                host = isOfTheHost ? Optional.of(sight) : host;
                watchers.stream()
                        .filter(one -> one.collector().equals(collector))
                        .forEach(one -> one.tell().accept(sight));
            }
        }
    }

    private void keep(Found.Whole whole) {
        rest(whole)
                .flatMap(rest -> rest.documents().stream())
                .filter(document -> KEPT.contains(document.kind()))
                .forEach(document -> documents.put(document.kind(), document));
    }

    private static Stream<Found.Rest> rest(Found.Whole whole) {
        return whole.all().stream().filter(Found.Rest.class::isInstance).map(Found.Rest.class::cast);
    }

    private static Sight sight(String collector, Found.Whole whole) {
        return new Sight(
                collector,
                whole.visit().target(),
                whole.visit().at(),
                whole.all().stream()
                        .filter(Found.OneReading.class::isInstance)
                        .map(one -> ((Found.OneReading) one).reading())
                        .toList(),
                rest(whole).flatMap(rest -> rest.documents().stream()).toList(),
                rest(whole).flatMap(rest -> rest.lines().stream()).toList());
    }
}
