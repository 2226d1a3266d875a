package io.pulsefleet.agent.collect.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pulsefleet.wire.Document;
import io.pulsefleet.wire.RawJson;
import io.pulsefleet.wire.Reading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What one visit found. */
final class Answers {

    private final Instant at;
    private final List<Reading> readings = new ArrayList<>();
    private final Map<String, ObjectNode> tables = new LinkedHashMap<>();
    private final Map<String, RawJson> bodies = new LinkedHashMap<>();
    private Optional<String> only = Optional.empty();

    Answers(Instant at) {
        this.at = at;
    }

    Instant at() {
        return at;
    }

    /** Another target tells of the server as a whole; this one of its own database. */
    void tellOnly(String database) {
        only = Optional.of(database);
    }

    /** The one database that it tells of; empty: it tells of the server as a whole. */
    Optional<String> only() {
        return only;
    }

    boolean tellsOf(String database) {
        return only.isEmpty() || only.get().equals(database);
    }

    void add(Reading reading) {
        readings.add(reading);
    }

    /** Under the question's name in the document of this kind: several questions may share one. */
    void table(String kind, String question, JsonNode rows) {
        tables.computeIfAbsent(kind, none -> JsonNodeFactory.instance.objectNode())
                .set(question, rows);
    }

    /** What was put there so far; it is no document of its own then. */
    Optional<ObjectNode> take(String kind) {
        return Optional.ofNullable(tables.remove(kind));
    }

    void document(String kind, Object body) {
        bodies.put(kind, RawJson.of(body));
    }

    List<Reading> readings() {
        return readings;
    }

    List<Document> documents(String target) {
        var all = new ArrayList<Document>();
        tables.forEach((kind, body) -> all.add(new Document(kind, target, at, RawJson.of(body))));
        bodies.forEach((kind, body) -> all.add(new Document(kind, target, at, body)));
        return all;
    }
}
