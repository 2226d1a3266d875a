package io.pulsefleet.agent.push;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pulsefleet.wire.Document;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.Shipment;
import io.pulsefleet.wire.postgres.PostgresKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * What was read of PostgreSQL servers, each kind apart, with the project id (PG-08).
 *
 * <pre>
 * {"project_id": "shop", "type": "locks", "timestamp": "2026-11-21T10:15:00Z", "target": "main",
 *  "locks": [], "count": 0, "has_blocking": false}
 * </pre>
 */
record Messages(String project) implements Wanted {

    @Override
    public List<byte[]> of(Shipment shipment) {
        return shipment.documents().stream()
                .flatMap(document -> PostgresKind.of(document.kind()).stream().map(kind -> message(document, kind)))
                .toList();
    }

    private byte[] message(Document document, PostgresKind kind) {
        try {
            var body = Json.read(document.body().text().getBytes(StandardCharsets.UTF_8), JsonNode.class);
            var message = JsonNodeFactory.instance.objectNode();
            message.put("project_id", project);
            message.put("type", kind.name().toLowerCase(Locale.ROOT));
            message.put("timestamp", document.at().toString());
            message.put("target", document.target());
            message.setAll((ObjectNode) body);
            return Json.bytes(message);
        } catch (IOException ourBug) {
            throw new UncheckedIOException(ourBug);
        }
    }
}
