package io.pulsefleet.agent.collect.logs;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** An object a line: Liberty's, journald's {@code -o json}, and what frameworks write. Inner objects become dotted names. */
final class JsonReader implements LineReader {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int DEEPEST = 4;

    private final Times times;

    JsonReader(Times times) {
        this.times = times;
    }

    @Override
    public boolean read(String text, Line into) {
        if (!text.startsWith("{")) {
            return false;
        }
        try (var json = JSON.createParser(text)) {
            json.nextToken();
            object(json, "", 0, into);
            if (json.nextToken() != null) {
                return false;
            }
        } catch (IOException noJson) {
            return false;
        }
        Known.take(into, times, text);
        return true;
    }

    private static void object(JsonParser json, String prefix, int depth, Line into) throws IOException {
        for (var name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            var token = json.nextToken();
            if (token == JsonToken.START_OBJECT && depth < DEEPEST) {
                object(json, prefix + name + ".", depth + 1, into);
            } else if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
                json.skipChildren();
            } else if (token != JsonToken.VALUE_NULL) {
                into.put(prefix + name, json.getText());
            }
        }
    }
}
