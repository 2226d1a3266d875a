package io.pulsefleet.wire;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;

/**
 * How our messages look as JSON, on the wire and in the spool.
 *
 * <p>Moments are {@code 2026-11-21T10:15:00.123Z}, spans {@code PT10S}. A field that is not known is ignored. A text is
 * not taken for a number, nor a number for a text.
 */
public final class Json {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .addModule(new SimpleModule().addSerializer(Instant.class, new MomentWriter()))
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .defaultPropertyInclusion(JsonInclude.Value.construct(NON_NULL, NON_NULL))
            .build();

    static {
        MAPPER.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(50)
                        .maxNumberLength(100)
                        .maxStringLength(4 << 20)
                        .build());
    }

    private Json() {}

    /**
     * @throws UnreadableException when it is not such a message; it names the field
     * @throws IOException when the stream cannot be read
     */
    public static <T> T read(InputStream in, Class<T> type) throws IOException {
        try {
            var message = MAPPER.readValue(in, type);
            if (message == null) {
                throw new UnreadableException("", "must not be null", null);
            }
            return message;
        } catch (JsonProcessingException refused) {
            throw unreadable(refused);
        }
    }

    public static <T> T read(byte[] bytes, Class<T> type) throws IOException {
        if (type == Shipment.class) {
            var quick = QuickShipment.read(bytes);
            if (quick.isPresent()) {
                return type.cast(quick.get());
            }
        }
        return read(new ByteArrayInputStream(bytes), type);
    }

    /**
     * As maps, lists, texts, numbers and flags. A name that stands twice in an object is refused: nobody knows which is meant.
     *
     * @throws UnreadableException when it is no JSON
     */
    public static Object readOnce(byte[] bytes) throws IOException {
        try {
            return MAPPER.readerFor(Object.class)
                    .with(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .readValue(bytes);
        } catch (JsonProcessingException refused) {
            throw unreadable(refused);
        }
    }

    public static void write(Object message, OutputStream out) throws IOException {
        MAPPER.writer().without(JsonGenerator.Feature.AUTO_CLOSE_TARGET).writeValue(out, message);
    }

    public static byte[] bytes(Object message) {
        try {
            return MAPPER.writeValueAsBytes(message);
        } catch (JsonProcessingException ourBug) {
            throw new UncheckedIOException(ourBug);
        }
    }

    private static UnreadableException unreadable(JsonProcessingException refused) {
        var path = refused instanceof JsonMappingException mapping ? pathOf(mapping) : "";
        if (refused instanceof ValueInstantiationException broken && broken.getCause() != null) {
            return broken.getCause() instanceof IllegalArgumentException refusal
                    ? ofRecord(path, refusal.getMessage(), refused)
                    : new UnreadableException(path, "lacks a part, or has one that is not as it must be", refused);
        }
        return new UnreadableException(path, whyOf(refused), refused);
    }

    /** A record's own refusal is {@code field: why}; the field is put behind the record's path. */
    private static UnreadableException ofRecord(String path, String refusal, Throwable cause) {
        var colon = refusal.indexOf(": ");
        if (colon < 0) {
            return new UnreadableException(path, refusal, cause);
        }
        var field = refusal.substring(0, colon);
        return new UnreadableException(
                path.isEmpty() ? field : path + "." + field, refusal.substring(colon + 2), cause);
    }

    private static String pathOf(JsonMappingException refused) {
        var path = new StringBuilder();
        for (var step : refused.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.toString();
    }

    /** In the words of those who wrote the message; Jackson's are about our classes. */
    private static String whyOf(JsonProcessingException refused) {
        var where = refused.getLocation();
        var why = wordsOf(refused);
        return where == null || where.getLineNr() < 1
                ? why
                : why + " (line " + where.getLineNr() + ", column " + where.getColumnNr() + ")";
    }

    private static String wordsOf(JsonProcessingException refused) {
        var words = refused.getOriginalMessage().lines().findFirst().orElse("is not JSON");
        if (refused instanceof StreamConstraintsException || refused.getCause() instanceof StreamConstraintsException) {
            return "is nested too deep, or holds a text or a number that is too long";
        }
        return words.indexOf('`') >= 0 && refused instanceof MismatchedInputException mismatch
                ? "must be " + Expected.of(mismatch.getTargetType())
                : words;
    }
}
