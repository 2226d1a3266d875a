package io.pulsefleet.wire.uptime;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a probe found, as far as assertions ask for it. A part that there was not is null, or empty.
 *
 * @param status of HTTP
 * @param headers by their names in small letters
 * @param size of the body in bytes
 * @param phases of the whole probe
 * @param answers text of a TCP connection, records of a name, rows of a query
 * @param value the first column of the first row
 * @param loss per cent of echoes that did not come back
 */
public record Answer(
        Integer status,
        Map<String, List<String>> headers,
        String body,
        Long size,
        Phases phases,
        Certificate certificate,
        List<String> answers,
        Object value,
        Double loss) {

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(100)
                    .maxStringLength(HttpCheck.LARGEST)
                    .build())
            .build());

    /**
     * What the server showed.
     *
     * @param days whole days until it ends; below 0 when it has ended
     * @param names that it is made out to
     * @param chain how many certificates were shown
     * @param tls {@code TLSv1.3}
     */
    public record Certificate(long days, String subject, String issuer, List<String> names, int chain, String tls) {}

    public Answer {
        headers = headers == null ? Map.of() : headers;
        answers = answers == null ? List.of() : answers;
    }

    public static Answer ofHttp(
            int status,
            Map<String, List<String>> headers,
            String body,
            long size,
            Phases phases,
            Certificate certificate) {
        return new Answer(status, headers, body, size, phases, certificate, List.of(), null, null);
    }

    public static Answer ofText(String text, Phases phases, Certificate certificate) {
        return new Answer(null, Map.of(), null, (long) text.length(), phases, certificate, List.of(text), null, null);
    }

    /** Records of a name, or rows of a query, with its first value. */
    public static Answer ofRows(List<String> rows, Object value, Phases phases) {
        return new Answer(null, Map.of(), null, null, phases, null, rows, value, null);
    }

    public static Answer ofEchoes(double loss, Phases phases) {
        return new Answer(null, Map.of(), null, null, phases, null, List.of(), null, loss);
    }

    List<String> header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    JsonNode json() {
        if (body == null || body.isBlank()) {
            return MissingNode.getInstance();
        }
        try {
            return JSON.readTree(body);
        } catch (JacksonException broken) {
            throw new CannotTellException("the body is no JSON: "
                    + broken.getOriginalMessage().lines().findFirst().orElse(""));
        }
    }
}
