package io.pulsefleet.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;

/**
 * Something that happened on a host and is worth a mark on its time line: the body of a document of the kind
 * {@link #KIND}.
 *
 * <pre>
 * {"type": "service.state", "subject": "nginx.service", "from": "active/running", "to": "failed/failed",
 *  "message": "nginx.service failed: exit-code"}
 * </pre>
 *
 * @param type what kind of thing, {@code port.opened}: readers choose by it
 * @param subject what it happened to
 * @param from how it was; null where that means nothing
 * @param to how it is now; null where that means nothing
 * @param message a sentence for people
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HostEvent(String type, String subject, String from, String to, String message) {

    public static final String KIND = "host.event";

    public Document at(Instant moment, String target) {
        return new Document(KIND, target, moment, RawJson.of(this));
    }
}
