package io.pulsefleet.e2e.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The routes of an OpenAPI document (version 3), each with a body as its schema wants it. */
public final class Api {

    private static final int DEEPEST = 6;
    private static final List<String> METHODS = List.of("get", "post", "put", "patch", "delete");

    private final JsonNode document;

    private Api(JsonNode document) {
        this.document = document;
    }

    /**
     * @param method in capitals
     * @param path with names in braces, as {@code /api/v1/agents/{id}}
     * @param queries names of the parameters after the question mark
     * @param body an example; empty: none is wanted
     */
    public record Route(String method, String path, List<String> queries, Optional<JsonNode> body) {

        /** As the table of routes has it. */
        public String name() {
            return method + " " + path;
        }
    }

    /** @param document as {@code /openapi?format=JSON} answers */
    public static List<Route> routes(JsonNode document) {
        return new Api(document).all();
    }

    private List<Route> all() {
        var base = document.at("/servers/0/url").asText("").replaceAll("^https?://[^/]+|/$", "");
        var routes = new ArrayList<Route>();
        document.path("paths")
                .properties()
                .forEach(path -> METHODS.stream()
                        .filter(path.getValue()::has)
                        .map(method -> route(
                                method,
                                base + path.getKey(),
                                path.getValue().get(method),
                                path.getValue().path("parameters")))
                        .forEach(routes::add));
        return routes;
    }

    private Route route(String method, String path, JsonNode operation, JsonNode shared) {
        var queries = new ArrayList<String>();
        for (var parameters : List.of(operation.path("parameters"), shared)) {
            for (var parameter : parameters) {
                var one = resolved(parameter);
                if (one.path("in").asText().equals("query")) {
                    queries.add(one.path("name").asText());
                }
            }
        }
        var content = resolved(operation.path("requestBody")).path("content");
        var body = content.isEmpty()
                ? Optional.<JsonNode>empty()
                : Optional.of(example(content.elements().next().path("schema"), 0));
        return new Route(method.toUpperCase(Locale.ROOT), path, queries, body);
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
    }

    private JsonNode example(JsonNode given, int depth) {
        var make = JsonNodeFactory.instance;
        var schema = resolved(given);
        if (schema.path("enum").size() > 0) {
            return schema.get("enum").get(0);
        }
        var type = schema.path("type");
        return switch (type.isArray() ? type.get(0).asText() : type.asText()) {
            case "object" -> depth < DEEPEST ? object(schema, depth) : make.objectNode();
            case "array" -> depth < DEEPEST ? array(schema, depth) : make.arrayNode();
            case "integer" -> make.numberNode(1);
            case "number" -> make.numberNode(1.5);
            case "boolean" -> make.booleanNode(true);
            case "string" -> make.textNode(text(schema.path("format").asText()));
            default -> make.objectNode();
        };
    }

    private ObjectNode object(JsonNode schema, int depth) {
        var object = JsonNodeFactory.instance.objectNode();
        schema.path("properties")
                .properties()
                .forEach(property -> object.set(property.getKey(), example(property.getValue(), depth + 1)));
        if (schema.path("additionalProperties").isObject()) {
            object.set("name", example(schema.get("additionalProperties"), depth + 1));
        }
        return object;
    }

    private ArrayNode array(JsonNode schema, int depth) {
        return JsonNodeFactory.instance.arrayNode().add(example(schema.path("items"), depth + 1));
    }

    private static String text(String format) {
        return switch (format) {
            case "uuid" -> "6f1c2a52-3a9e-4c0b-9d0e-0d9c2c1b7a11";
            case "date-time" -> "2026-01-01T00:00:00Z";
            case "date" -> "2026-01-01";
            case "uri" -> "http://127.0.0.1:1/";
            default -> "text";
        };
    }
}
