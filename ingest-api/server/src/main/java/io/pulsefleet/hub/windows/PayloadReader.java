package io.pulsefleet.hub.windows;

import com.fasterxml.jackson.databind.JsonNode;
import io.pulsefleet.hub.ingest.PulseWords;
import io.pulsefleet.store.documents.Documents.Found;
import io.pulsefleet.store.fleet.Named;
import io.pulsefleet.wire.Json;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** Reads a payload as a row of the list; our own agents' are as they write them, others' were looked at when they came. */
final class PayloadReader {

    private PayloadReader() {}

    /** Empty where it is no payload that we could show. */
    static Optional<WindowRow> read(Found found, Named agent) {
        try {
            var payload = Json.read(found.body(), JsonNode.class);
            return Optional.of(row(found, agent, payload));
        } catch (IOException | IllegalArgumentException | DateTimeException noPayload) {
            return Optional.empty();
        }
    }

    private static WindowRow row(Found found, Named agent, JsonNode payload) {
        var stats = payload.path("stats");
        var additional = payload.path("additional");
        var status = stats.path("status").asText();
        var values = new TreeMap<String, JsonNode>();
        var parts = new ArrayList<String>();
        stats.properties().forEach(stat -> {
            if (PulseWords.isPart(stat.getKey())) {
                parts.add(stat.getKey());
            } else if (PulseWords.isQuery(stat.getKey())) {
                values.put(stat.getKey(), stat.getValue());
            }
        });
        var errors = new TreeMap<String, String>();
        additional
                .path("errors")
                .properties()
                .forEach(error -> errors.put(error.getKey(), error.getValue().asText()));
        return new WindowRow(
                agent.id(),
                agent.hostname(),
                found.target(),
                UUID.fromString(payload.path("uuid").asText()),
                payload.path("client_id").asText(),
                payload.path("site_id").asText(),
                additional.path("series").isTextual()
                        ? additional.path("series").asText()
                        : null,
                payload.path("batch_index").asLong(),
                status,
                start(stats),
                found.at(),
                found.receivedAt(),
                Follows.FIRST,
                0,
                values,
                List.copyOf(parts),
                errors,
                errorOf(status, additional));
    }

    private static Instant start(JsonNode stats) {
        return PulseWords.moment(stats.path("start_time")).orElseThrow(() -> new DateTimeException("no start_time"));
    }

    private static String errorOf(String status, JsonNode additional) {
        return PulseWords.isSuccess(status) ? null : additional.path("error").asText(status);
    }
}
