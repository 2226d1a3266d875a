package io.pulsefleet.hub.logs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.pulsefleet.store.fleet.Named;
import io.pulsefleet.store.logs.LogSearch.Place;
import io.pulsefleet.store.logs.StoredLine;
import io.pulsefleet.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/**
 * A line of a log.
 *
 * @param id also where a page goes on behind it; lines that came before version 28 of the tables share that of their moment
 * @param agent left out where it is no longer known
 * @param severity TRACE, DEBUG, INFO, WARN, ERROR, FATAL; empty where it is not known
 * @param cut whether the text is longer than what is here
 */
@JsonNaming(SnakeCaseStrategy.class)
public record LineView(
        String id,
        Instant at,
        Instant receivedAt,
        UUID agent,
        String hostname,
        String source,
        String severity,
        String text,
        boolean cut,
        JsonNode fields) {

    /** @param named null: it is known no more */
    static LineView of(StoredLine line, Named named) {
        return new LineView(
                LogQuestion.text(new Place(line.at(), line.number())),
                line.at(),
                line.receivedAt(),
                named == null ? null : named.id(),
                named == null ? "" : named.hostname(),
                line.source(),
                line.severity(),
                line.text(),
                line.cut(),
                read(line.attributes()));
    }

    private static JsonNode read(String attributes) {
        try {
            return Json.read(attributes.getBytes(StandardCharsets.UTF_8), JsonNode.class);
        } catch (IOException unreadable) {
            throw new IllegalStateException("A line's attributes are no JSON.", unreadable);
        }
    }
}
