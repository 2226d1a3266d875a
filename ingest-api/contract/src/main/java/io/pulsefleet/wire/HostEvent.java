package io.pulsefleet.wire;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Something that happened on a host and is worth a mark on its time line: the body of a document of the kind
 * {@link #KIND}.
 *
 * <pre>
 * {"type": "service.state", "subject": "nginx.service", "from": "active/running", "to": "failed/failed",
 *  "message": "nginx.service failed: exit-code"}
 * {"type": "login.failed", "subject": "root", "message": "...", "fields": {"source.address": "192.0.2.7"}}
 * </pre>
 *
 * @param type what kind of thing, {@code port.opened}: readers choose by it; ours are {@link HostEventType}
 * @param subject whom or what it happened to: a user, a service, a port; empty where that is not known
 * @param from how it was; null where that means nothing
 * @param to how it is now; null where that means nothing
 * @param message a sentence for people
 * @param fields what else is known, as {@code source.address}
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record HostEvent(
        String type, String subject, String from, String to, String message, Map<String, String> fields) {

    public static final String KIND = "host.event";

    @JsonCreator
    public HostEvent {
        Required.text("type", type, 100);
        Required.present("message", message);
        subject = subject == null ? "" : subject;
        fields = fields == null ? Map.of() : Collections.unmodifiableSortedMap(new TreeMap<>(fields));
    }

    /** A change. */
    public HostEvent(String type, String subject, String from, String to, String message) {
        this(type, subject, from, to, message, Map.of());
    }

    /** No change: something was done. */
    public HostEvent(String type, String subject, String message, Map<String, String> fields) {
        this(type, subject, null, null, message, fields);
    }

    public Document at(Instant moment, String target) {
        return new Document(KIND, target, moment, RawJson.of(this));
    }
}
