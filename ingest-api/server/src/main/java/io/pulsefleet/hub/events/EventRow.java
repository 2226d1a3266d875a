package io.pulsefleet.hub.events;

import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.store.PlainText;
import io.pulsefleet.store.events.HostEvents.NewEvent;
import io.pulsefleet.wire.Document;
import io.pulsefleet.wire.HostEvent;
import io.pulsefleet.wire.HostEventType;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.UnreadableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** A document that tells what happened, as a row. A text that is longer than is kept is cut, and the row says so. */
public final class EventRow {

    private static final int LONG = 4_096;
    private static final int NAME = 256;
    private static final int MOST_FIELDS = 50;

    private boolean cut;

    private EventRow() {}

    public static boolean isOne(Document document) {
        return document.kind().equals(HostEvent.KIND);
    }

    /**
     * @param field where the document stands in its shipment
     * @throws jakarta.ws.rs.WebApplicationException 400 that names what cannot be read
     */
    public static NewEvent of(String field, int agent, Document document) {
        return of(agent, document.at(), document.target(), read(field + ".body", document));
    }

    static NewEvent of(int agent, Instant at, String target, HostEvent event) {
        return new EventRow().row(agent, at, target, event);
    }

    private static HostEvent read(String field, Document document) {
        try {
            return Json.read(document.body().text().getBytes(StandardCharsets.UTF_8), HostEvent.class);
        } catch (UnreadableException refused) {
            throw Problems.badField(
                    refused.field().isEmpty() ? field : field + "." + refused.field(), refused.getMessage());
        } catch (IOException ourBug) {
            throw new IllegalStateException("what is in memory cannot be read", ourBug);
        }
    }

    private NewEvent row(int agent, Instant at, String target, HostEvent event) {
        var severity = HostEventType.severityOf(event).toString();
        var subject = upTo(NAME, event.subject());
        var was = upTo(NAME, event.from());
        var became = upTo(NAME, event.to());
        var message = upTo(LONG, event.message());
        var fields = Json.bytes(fields(event.fields()));
        return new NewEvent(at, agent, target, event.type(), severity, subject, was, became, message, fields, cut);
    }

    private Map<String, String> fields(Map<String, String> told) {
        var fields = new TreeMap<String, String>();
        told.forEach((name, value) -> {
            if (fields.size() < MOST_FIELDS && value != null) {
                fields.put(PlainText.of(upTo(NAME, name)), PlainText.of(upTo(LONG, value)));
            }
        });
        cut |= told.size() > MOST_FIELDS;
        return fields;
    }

    /** Half of a surrogate pair is not left at its end. */
    private String upTo(int most, String text) {
        if (text == null || text.length() <= most) {
            return text;
        }
        cut = true;
        return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
    }
}
