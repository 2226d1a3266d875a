package io.pulsefleet.wire.channel;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.RawJson;
import io.pulsefleet.wire.Required;
import io.pulsefleet.wire.UnreadableException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map.Entry;

/**
 * The one description of a command: the hub refuses by it, the console makes its form of it, the reference page is made of
 * it.
 *
 * @param role the least that may ask for it: {@code viewer}, {@code operator} or {@code admin}
 * @param changes whether the host is another afterwards
 * @param idempotent whether it may be sent again when nobody knows whether it came
 */
public record CommandInfo(
        String name,
        String about,
        List<Parameter> parameters,
        String role,
        boolean changes,
        boolean idempotent,
        Duration timeout) {

    private static final List<String> ROLES = List.of("viewer", "operator", "admin");
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final String NAME = "[a-z][a-z0-9]*(\\.[a-z][a-z0-9_]*){1,3}";

    /** What a parameter's value may be. */
    public enum Type {
        @JsonProperty("text")
        TEXT,
        @JsonProperty("number")
        NUMBER,
        @JsonProperty("boolean")
        BOOLEAN,
        /** Names and texts. */
        @JsonProperty("map")
        MAP
    }

    /**
     * @param byDefault as JSON; null where it has none
     * @param allowed all values that there are; empty: any
     * @param pattern of a text, and of each name of a map; empty: any
     * @param secret whether its value is shown to nobody
     */
    public record Parameter(
            String name,
            Type type,
            boolean required,
            RawJson byDefault,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> allowed,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) String pattern,
            String about,
            boolean secret) {

        private static final int LONGEST_TEXT = 10_000;
        private static final int MOST_OF_A_MAP = 100;

        public Parameter {
            Required.name("name", name);
            Required.present("type", type);
            Required.text("about", about, 1_000);
            allowed = Required.list("allowed", allowed, 100);
            pattern = pattern == null ? "" : pattern;
            if (pattern.length() > 200 || pattern.indexOf('(') >= 0) { // without groups none takes for ever
                throw new IllegalArgumentException("pattern: must have at most 200 characters, and no groups");
            }
        }

        public static Parameter text(String name, String about) {
            return new Parameter(name, Type.TEXT, false, null, List.of(), "", about, false);
        }

        public static Parameter number(String name, long byDefault, String about) {
            return new Parameter(
                    name,
                    Type.NUMBER,
                    false,
                    new RawJson(Long.toString(byDefault)),
                    List.of(),
                    "\\d{1,6}",
                    about,
                    false);
        }

        public static Parameter flag(String name, String about) {
            return new Parameter(name, Type.BOOLEAN, false, new RawJson("false"), List.of(), "", about, false);
        }

        public static Parameter map(String name, String about) {
            return new Parameter(name, Type.MAP, true, null, List.of(), "", about, false);
        }

        public Parameter mustBeGiven() {
            return new Parameter(name, type, true, byDefault, allowed, pattern, about, secret);
        }

        public Parameter matching(String regex) {
            return new Parameter(name, type, required, byDefault, allowed, regex, about, secret);
        }

        public Parameter oneOf(List<String> values) {
            return new Parameter(name, type, required, byDefault, values, pattern, about, secret);
        }

        public Parameter hidden() {
            return new Parameter(name, type, required, byDefault, allowed, pattern, about, true);
        }

        /** Empty: it may be that. */
        private String mistake(JsonNode value) {
            return switch (type) {
                case TEXT -> value.isTextual() ? mistake(value.textValue()) : "must be a text";
                case NUMBER -> value.isIntegralNumber() ? mistake(value.asText()) : "must be a whole number";
                case BOOLEAN -> value.isBoolean() ? "" : "must be true or false";
                case MAP -> mistakeOfMap(value);
            };
        }

        private String mistake(String text) {
            if (text.length() > LONGEST_TEXT || text.indexOf('\0') >= 0) {
                return "must have at most " + LONGEST_TEXT + " characters, and no NUL";
            }
            if (!allowed.isEmpty() && !allowed.contains(text)) {
                return "must be one of " + allowed;
            }
            return pattern.isEmpty() || text.matches(pattern) ? "" : "must match " + pattern;
        }

        private String mistakeOfMap(JsonNode value) {
            if (!value.isObject() || value.size() > MOST_OF_A_MAP) {
                return "must be names and texts, " + MOST_OF_A_MAP + " at most";
            }
            for (Entry<String, JsonNode> entry : value.properties()) {
                var one = entry.getValue();
                if (!(one.isTextual() || one.isNull())
                        || one.asText().length() > LONGEST_TEXT
                        || !(pattern.isEmpty() || entry.getKey().matches(pattern))) {
                    return "must be names and texts; a name must match " + pattern;
                }
            }
            return "";
        }
    }

    public CommandInfo {
        Required.text("name", name, 100);
        if (!name.matches(NAME)) {
            throw new IllegalArgumentException("name: must match " + NAME);
        }
        Required.text("about", about, 1_000);
        parameters = Required.list("parameters", parameters, 50);
        Required.present("role", role);
        if (!ROLES.contains(role)) {
            throw new IllegalArgumentException("role: must be one of " + ROLES);
        }
        Required.present("timeout", timeout);
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("timeout: must be from 1 s to 1 h");
        }
    }

    /** Of one that only looks. */
    public static CommandInfo looking(String name, String about, String role, Parameter... parameters) {
        return new CommandInfo(name, about, List.of(parameters), role, false, true, Duration.ofSeconds(30));
    }

    /** Of one after which the host is another. */
    public static CommandInfo changing(String name, String about, String role, Parameter... parameters) {
        return new CommandInfo(name, about, List.of(parameters), role, true, false, Duration.ofSeconds(60));
    }

    public CommandInfo within(Duration longest) {
        return new CommandInfo(name, about, parameters, role, changes, idempotent, longest);
    }

    /** Of commands, whatever their order. */
    public static String hash(List<CommandInfo> commands) {
        try {
            var sorted = commands.stream()
                    .sorted((one, other) -> one.name().compareTo(other.name()))
                    .toList();
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Json.bytes(sorted)), 0, 16);
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    /**
     * The parameters, those that were left out as they are by default.
     *
     * @throws IllegalArgumentException that begins with the parameter's name
     */
    public ObjectNode complete(RawJson given) {
        var all = JsonNodeFactory.instance.objectNode();
        var node = tree(given);
        if (!(node instanceof ObjectNode object)) {
            throw new IllegalArgumentException("data: must be a JSON object");
        }
        object.fieldNames().forEachRemaining(field -> {
            if (parameters.stream().noneMatch(one -> one.name().equals(field))) {
                throw new IllegalArgumentException(
                        "data." + field.replaceAll("[^A-Za-z0-9._-]", "?") + ": " + name + " has no such parameter");
            }
        });
        for (var parameter : parameters) {
            var value = object.get(parameter.name());
            if (value != null && !value.isNull()) {
                var mistake = parameter.mistake(value);
                if (!mistake.isEmpty()) {
                    throw new IllegalArgumentException("data." + parameter.name() + ": " + mistake);
                }
                all.set(parameter.name(), value);
            } else if (parameter.byDefault() != null) {
                all.set(parameter.name(), tree(parameter.byDefault()));
            } else if (parameter.required()) {
                throw new IllegalArgumentException("data." + parameter.name() + ": is missing");
            }
        }
        return all;
    }

    /** Without what nobody may see. */
    public ObjectNode withoutSecrets(ObjectNode complete) {
        var shown = complete.deepCopy();
        parameters.stream()
                .filter(Parameter::secret)
                .filter(one -> shown.has(one.name()))
                .forEach(one -> shown.put(one.name(), "***"));
        return shown;
    }

    public boolean hasSecrets() {
        return parameters.stream().anyMatch(Parameter::secret);
    }

    private static JsonNode tree(RawJson json) {
        try {
            return Json.read(new ByteArrayInputStream(json.text().getBytes(StandardCharsets.UTF_8)), JsonNode.class);
        } catch (UnreadableException wrong) {
            throw new IllegalArgumentException("data: " + wrong.getMessage(), wrong);
        } catch (IOException noStreamOfBytesDoesThis) {
            throw new IllegalStateException(noStreamOfBytesDoesThis);
        }
    }
}
