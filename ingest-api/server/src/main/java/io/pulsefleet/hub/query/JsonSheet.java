package io.pulsefleet.hub.query;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.pulsefleet.store.series.Source;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;

/**
 * The answer as one JSON object; it is whole only when its last brace is there. JSON has no infinite numbers: they are the
 * texts "Infinity" and "-Infinity", and what is none, as their average, is "NaN".
 */
final class JsonSheet implements Sheet {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build();

    private final OutputStream out;
    private final JsonGenerator json;

    /** How many there are; less than 0: all of them are here. */
    private long lines = -1;

    JsonSheet(OutputStream out) {
        this.out = out;
        try {
            json = JSON.createGenerator(out);
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    @Override
    public void begin(Answer answer) throws IOException {
        json.writeStartObject();
        json.writeStringField("metric", answer.metric());
        if (answer.kind() != null) {
            json.writeStringField("kind", answer.kind().name());
            json.writeStringField("unit", answer.unit());
        }
        json.writeStringField("aggregate", answer.aggregate().toString());
        json.writeStringField("from", answer.span().from().toString());
        json.writeStringField("to", answer.span().to().toString());
        json.writeNumberField("stepSeconds", answer.span().step().toSeconds());
        json.writeArrayFieldStart("series");
    }

    @Override
    public void line(Line line, Curve curve) throws IOException {
        json.writeStartObject();
        if (line.agent() != null) {
            json.writeStringField("agent", line.agent().toString());
            json.writeStringField("hostname", line.hostname());
        }
        if (line.group() != null) {
            json.writeStringField("group", line.group());
        }
        texts("tags", line.tags());
        if (line.collector() != null) {
            json.writeStringField("collector", line.collector());
            json.writeStringField("target", line.target());
        }
        texts("labels", line.labels());
        json.writeFieldName("at");
        json.writeArray(curve.at(), 0, curve.size());
        json.writeFieldName("values");
        json.writeArray(curve.values(), 0, curve.size());
        json.writeEndObject();
    }

    private void texts(String name, Map<String, String> texts) throws IOException {
        if (texts != null) {
            json.writeObjectFieldStart(name);
            for (var text : texts.entrySet()) {
                json.writeStringField(text.getKey(), text.getValue());
            }
            json.writeEndObject();
        }
    }

    @Override
    public void count(long lines) {
        this.lines = lines;
    }

    @Override
    public void end(Collection<Source> sources) throws IOException {
        json.writeEndArray();
        if (lines >= 0) {
            json.writeNumberField("lines", lines);
        }
        json.writeArrayFieldStart("source");
        for (var source : sources) {
            json.writeString(source.name().toLowerCase(Locale.ROOT));
        }
        json.writeEndArray();
        json.writeEndObject();
        json.flush();
    }

    @Override
    public void breakOff(String why) throws IOException {
        json.flush();
        out.write(("\n" + BROKEN_OFF + why + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
