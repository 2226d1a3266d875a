package io.pulsefleet.hub.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.pulsefleet.hub.http.Moments;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Reads fields of what others send; what is missing or wrong is told with its name. */
final class Fields {

    private static final int LONGEST = 200;

    private final String path;
    private final JsonNode node;

    private Fields(String path, JsonNode node) {
        this.path = path;
        this.node = node;
    }

    /** @throws UnfitException when it is no object */
    static Fields of(JsonNode node) {
        if (node == null || !node.isObject()) {
            throw new UnfitException("", "must be a JSON object");
        }
        return new Fields("", node);
    }

    /** @throws UnfitException when it is not there, or no object */
    Fields object(String name) {
        var child = node.get(name);
        if (child == null || !child.isObject()) {
            throw bad(name, child == null ? "is missing" : "must be an object");
        }
        return new Fields(path + name + ".", child);
    }

    JsonNode node() {
        return node;
    }

    UnfitException bad(String name, String why) {
        return new UnfitException(path + name, why);
    }

    /** The first of the names that is there and says something; a number is taken for its text. */
    Optional<String> text(String... names) {
        for (var name : names) {
            var child = node.get(name);
            if (child != null
                    && (child.isTextual() || child.isNumber())
                    && !child.asText().isBlank()) {
                var text = child.asText().strip();
                if (text.length() > LONGEST) {
                    throw bad(name, "must have " + LONGEST + " characters at most");
                }
                if (text.indexOf('\0') >= 0) {
                    throw bad(name, "must not contain a NUL character");
                }
                return Optional.of(text);
            }
        }
        return Optional.empty();
    }

    String required(String name) {
        return text(name).orElseThrow(() -> bad(name, "is missing"));
    }

    /** It must be there, and may be empty. */
    String present(String name) {
        if (!node.has(name)) {
            throw bad(name, "is missing");
        }
        return text(name).orElse("");
    }

    long count(String name) {
        var child = node.get(name);
        if (child == null) {
            throw bad(name, "is missing");
        }
        if (!child.isIntegralNumber() || !child.canConvertToLong() || child.longValue() < 0) {
            throw bad(name, "must be a whole number, 0 or more");
        }
        return child.longValue();
    }

    UUID uuid(String name) {
        var text = required(name);
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException none) {
            throw bad(name, "must be a UUID, as 1c5b7c52-7d0b-4c5e-9b1c-0d9a4e9b3a11");
        }
    }

    Instant moment(String name) {
        required(name);
        return moments(name).orElseThrow();
    }

    /** The first of the names that is there. */
    Optional<Instant> moments(String... names) {
        for (var name : names) {
            var child = node.get(name);
            if (child != null && !child.isNull()) {
                var moment = Moment.read(child)
                        .orElseThrow(() -> bad(name, "must be a moment, as 2026-11-21T10:15:00.123Z"));
                if (moment.isBefore(Moments.FIRST) || !moment.isBefore(Moments.LAST)) {
                    throw bad(name, "must be from " + Moments.FIRST + " and before " + Moments.LAST);
                }
                return Optional.of(moment);
            }
        }
        return Optional.empty();
    }
}
