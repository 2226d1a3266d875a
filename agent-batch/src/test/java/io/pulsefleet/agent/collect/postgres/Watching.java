package io.pulsefleet.agent.collect.postgres;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefleet.agent.collect.Glance;
import io.pulsefleet.agent.collect.UnreachableException;
import io.pulsefleet.agent.collect.Visit;
import io.pulsefleet.agent.collect.jdbc.Delivered;
import io.pulsefleet.agent.trouble.Troubles;
import io.pulsefleet.settings.Settings;
import io.pulsefleet.wire.Document;
import io.pulsefleet.wire.Reading;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** A collector with one target, visited as its runner does it. */
final class Watching implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    final Map<String, String> given = new HashMap<>();
    final Troubles troubles = new Troubles();
    final Delivered delivered = new Delivered();
    LongSupplier nanos = System::nanoTime;
    private Optional<PgStatCollector> collector = Optional.empty();

    Watching(int port) {
        given.put("pulse.postgres.targets", "main");
        given.put("pulse.postgres.db.host", "127.0.0.1");
        given.put("pulse.postgres.db.port", Integer.toString(port));
    }

    Watching with(String setting, String value) {
        given.put(setting, value);
        return this;
    }

    PgStatCollector collector() {
        if (collector.isEmpty()) {
            collector = Optional.of(new PgStatCollector(settings(), delivered, troubles, nanos));
        }
        return collector.get();
    }

    Settings settings() {
        return new Settings(name -> Optional.ofNullable(given.get(name)));
    }

    Seen visit(Instant at) throws IOException {
        return visit("main", at);
    }

    Seen visit(String target, Instant at) throws IOException {
        var readings = new ArrayList<Reading>();
        var pass = collector().begin(new Visit(target, at));
        try {
            for (var next = pass.next(); next.isPresent(); next = pass.next()) {
                readings.add(next.get());
            }
            return new Seen(readings, pass.documents(), Optional.empty());
        } catch (UnreachableException away) {
            return new Seen(readings, pass.documents(), Optional.of(away.getMessage()));
        }
    }

    Glance glance(Instant at) throws IOException {
        return collector().glance(new Visit("main", at));
    }

    record Seen(List<Reading> readings, List<Document> documents, Optional<String> away) {

        String numbers(Predicate<String> wanted) {
            return readings.stream().map(Reading::toString).filter(wanted).collect(joining("\n"));
        }

        double number(String position) {
            return readings.stream()
                    .filter(reading -> reading.position().toString().equals(position))
                    .mapToDouble(Reading::value)
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no " + position));
        }

        List<String> asked() {
            return readings.stream()
                    .filter(reading -> reading.position().metric().equals(Server.TOOK.name()))
                    .map(reading -> reading.position().labels().get("question"))
                    .toList();
        }

        Optional<JsonNode> document(String kind) {
            return documents.stream()
                    .filter(document -> document.kind().equals(kind))
                    .map(document -> read(document.body().text()))
                    .findFirst();
        }

        JsonNode body(String kind) {
            return document(kind).orElseThrow(() -> new AssertionError("no " + kind));
        }

        private static JsonNode read(String json) {
            try {
                return JSON.readTree(json);
            } catch (IOException noJson) {
                throw new IllegalStateException(noJson);
            }
        }
    }

    @Override
    public void close() {
        collector.ifPresent(PgStatCollector::close);
    }
}
