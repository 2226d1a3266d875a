package io.pulsefleet.agent.collect.system;

import io.pulsefleet.agent.collect.Pass;
import io.pulsefleet.agent.collect.Place;
import io.pulsefleet.agent.collect.UnreadableItemException;
import io.pulsefleet.agent.collect.Visit;
import io.pulsefleet.wire.Document;
import io.pulsefleet.wire.HostEvent;
import io.pulsefleet.wire.Metric;
import io.pulsefleet.wire.RawJson;
import io.pulsefleet.wire.Reading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** What one visit found, in the order in which it was put down. */
final class Sheet {

    private final Visit visit;
    private final List<Reading> readings = new ArrayList<>();
    private final List<UnreadableItemException> broken = new ArrayList<>();
    private final List<Document> documents = new ArrayList<>();
    private Optional<String> reached = Optional.empty();

    Sheet(Visit visit) {
        this.visit = visit;
    }

    Instant at() {
        return visit.at();
    }

    /** Where the last visit that was sealed ended. */
    Place place() {
        return visit.place();
    }

    /** Exact up to 2^53: eight petabytes. */
    void put(Metric metric, long value, String... labelValues) {
        put(metric, (double) value, labelValues);
    }

    void put(Metric metric, double value, String... labelValues) {
        readings.add(metric.read(visit.at(), value, labelValues));
    }

    /** What the host does not tell has no position. */
    void putIfTold(Metric metric, Optional<Long> value, String... labelValues) {
        value.ifPresent(told -> put(metric, told, labelValues));
    }

    void put(UnreadableItemException item) {
        broken.add(item);
    }

    void put(HostEvent event) {
        documents.add(event.at(visit.at(), visit.target()));
    }

    void put(String kind, RawJson body) {
        documents.add(new Document(kind, visit.target(), visit.at(), body));
    }

    /** Where this visit ends, once it is sealed. */
    void reach(String place) {
        reached = Optional.of(place);
    }

    /** The broken items first, then the readings. */
    Pass pass() {
        return new Told(broken.iterator(), readings.iterator(), documents, reached);
    }

    private record Told(
            Iterator<UnreadableItemException> items,
            Iterator<Reading> left,
            List<Document> documents,
            Optional<String> reached)
            implements Pass {

        @Override
        public Optional<Reading> next() throws UnreadableItemException {
            if (items.hasNext()) {
                throw items.next();
            }
            return left.hasNext() ? Optional.of(left.next()) : Optional.empty();
        }
    }
}
