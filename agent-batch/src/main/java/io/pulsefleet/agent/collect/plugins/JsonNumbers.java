package io.pulsefleet.agent.collect.plugins;

import com.fasterxml.jackson.databind.JsonNode;
import io.pulsefleet.agent.collect.exposition.Limits;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.Metric.Kind;
import io.pulsefleet.wire.Position;
import io.pulsefleet.wire.Reading;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The numbers of a JSON object.
 *
 * <pre>
 * {"queue": {"depth": 5, "done_total": 17, "open": true}}   queue.depth 5.0, queue.done_total 17.0 (a counter), queue.open 1.0
 * </pre>
 *
 * Texts are for people, and nulls are nothing; lists are left out.
 */
final class JsonNumbers {

    private static final int LONGEST_NAME = 200;

    private final Instant at;
    private final Limits limits;
    private final List<Reading> readings = new ArrayList<>();
    private int leftOut;
    private Optional<String> why = Optional.empty();

    private JsonNumbers(Instant at, Limits limits) {
        this.at = at;
        this.limits = limits;
    }

    /** @throws IOException when it is not one object of JSON */
    static Output read(String text, Instant at, Limits limits) throws IOException {
        var root = Json.read(text.getBytes(StandardCharsets.UTF_8), JsonNode.class);
        if (!root.isObject()) {
            throw new IOException("it is no object of JSON");
        }
        var numbers = new JsonNumbers(at, limits);
        numbers.take("", root);
        return new Output(numbers.readings, numbers.leftOut, numbers.why);
    }

    private void take(String name, JsonNode node) {
        if (node.isObject()) {
            node.properties()
                    .forEach(field ->
                            take(name.isEmpty() ? field.getKey() : name + "." + field.getKey(), field.getValue()));
        } else if (node.isNumber()) {
            add(name, node.doubleValue());
        } else if (node.isBoolean()) {
            add(name, node.booleanValue() ? 1 : 0);
        } else if (node.isArray()) {
            leaveOut(name + " is a list");
        }
    }

    private void add(String name, double value) {
        if (readings.size() >= limits.series()) {
            leaveOut("more than " + limits.series() + " numbers");
        } else if (name.isBlank() || name.length() > LONGEST_NAME || name.indexOf('\0') >= 0) {
            leaveOut("a name that is empty or too long");
        } else {
            var kind = name.endsWith("_total") ? Kind.COUNTER : Kind.GAUGE;
            readings.add(new Reading(new Position(name, kind, "1", Map.of()), value, at));
        }
    }

    private void leaveOut(String reason) {
        leftOut++;
        why = why.or(() -> Optional.of(reason));
    }
}
