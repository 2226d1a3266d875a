package io.pulsefleet.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.io.IOException;
import java.io.StringWriter;

/**
 * A JSON value that is handed on as it is. It was checked to be JSON, and is held as its text: as a tree of nodes it would
 * take many times the memory.
 */
@JsonSerialize(using = RawJson.Writer.class)
@JsonDeserialize(using = RawJson.Reader.class)
public record RawJson(String text) {

    /** Of anything that Jackson can write. */
    public static RawJson of(Object value) {
        return new RawJson(new String(Json.bytes(value), java.nio.charset.StandardCharsets.UTF_8));
    }

    static final class Writer extends JsonSerializer<RawJson> {
        @Override
        public void serialize(RawJson value, JsonGenerator json, SerializerProvider context) throws IOException {
            json.writeRawValue(value.text);
        }
    }

    static final class Reader extends JsonDeserializer<RawJson> {
        @Override
        public RawJson deserialize(JsonParser json, DeserializationContext context) throws IOException {
            var text = new StringWriter();
            try (var copy = json.getCodec().getFactory().createGenerator(text)) {
                copy.copyCurrentStructure(json);
            }
            return new RawJson(text.toString());
        }

        /** The value null is no document. */
        @Override
        public RawJson getNullValue(DeserializationContext context) {
            return null;
        }
    }
}
