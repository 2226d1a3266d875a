package io.pulsefleet.wire.uptime;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.RawJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** What is asked of a target, and what it must answer. A refusal when one is made begins with the field's name. */
public sealed interface Check permits HttpCheck, TcpCheck, PingCheck, DnsCheck, TlsCheck, QueryCheck, PushCheck {

    /** Each as {@link Assertion} reads it; all must hold. */
    List<String> assertions();

    /** Those, or where there are none, those of the kind. */
    List<Assertion> expectations();

    /**
     * Reads the body of a monitor. A field that its kind does not have is refused: it would be a mistake of writing, or of a
     * newer version whose check would not be the same without it.
     *
     * @throws io.pulsefleet.wire.UnreadableException when it is not such a check; it names the field
     * @throws IllegalArgumentException of a field that is not known; it begins with the field's name
     */
    static Check read(CheckKind kind, RawJson body) throws IOException {
        refuseUnknown(kind, body);
        return Json.read(body.text().getBytes(StandardCharsets.UTF_8), kind.check());
    }

    private static void refuseUnknown(CheckKind kind, RawJson body) throws IOException {
        var known = Arrays.stream(kind.check().getRecordComponents())
                .map(java.lang.reflect.RecordComponent::getName)
                .toList();
        try (var json = new JsonFactory().createParser(body.text())) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw Fields.refused("check", "must be an object");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                if (!known.contains(json.currentName())) {
                    throw Fields.refused(
                            json.currentName(),
                            "is no field of " + kind.kind() + "; it has " + String.join(", ", known));
                }
                json.nextToken();
                json.skipChildren();
            }
        }
    }
}
