package io.pulsefleet.hub.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.UnreadableException;
import io.pulsefleet.wire.postgres.PostgresKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is told of a PostgreSQL server by one who is not our agent (PG-08).
 *
 * <pre>
 * {"project_id": "shop", "type": "activity", "timestamp": "2026-11-21T10:15:00Z", "database": "orders",
 *  "sessions": [...], "count": 3, "with_correlation": 1}
 * {"project_id": "shop", "type": "locks", "data": {"locks": [], "count": 0, "has_blocking": false}}
 * </pre>
 *
 * @param kind empty: metrics of the host
 * @param target which database or server, where it says so; else {@code main}
 * @param at when it was so; empty where it does not say
 * @param body what it tells, as our own documents have it
 */
record PostgresMessage(
        String project, Optional<PostgresKind> kind, String target, Optional<Instant> at, JsonNode body) {

    private static final String[] PROJECT = {"project_id", "projectId", "project"};
    private static final String[] AT = {"timestamp", "collected_at", "at", "time", "ts"};
    private static final String[] TARGET = {"target", "database", "db", "datname", "server", "instance"};
    private static final String[] TYPE = {"type", "kind", "event_type", "metric_type", "message_type"};
    private static final List<String> INSIDE = List.of("data", "payload", "body", "metrics");

    /** In which moments stand that programs write in more than one way. */
    private static final Set<String> MOMENTS = Set.of(
            "backend_start", "xact_start", "query_start", "state_change", "waitstart", "timestamp", "at", "since");

    /** Which is more than a number of JavaScript holds, so that some write it as a text. */
    private static final Set<String> LONG_NUMBERS = Set.of("queryid", "query_id");

    /**
     * @param elsewhere the project id where the message itself does not say it, as a header
     * @throws UnfitException that names the field
     */
    static PostgresMessage of(JsonNode node, Optional<String> elsewhere) {
        var told = Fields.of(node);
        var project = told.text(PROJECT)
                .or(() -> elsewhere)
                .orElseThrow(() -> told.bad("project_id", "is missing; the header X-Project-Id may say it as well"));
        var inside = INSIDE.stream()
                .map(node::get)
                .filter(child -> child != null && child.isObject())
                .findFirst();
        var body = (ObjectNode) inside.orElse(node);
        var type = told.text(TYPE);
        var kind = type.isPresent() ? ofType(told, type.get()) : ofShape(body);
        var fields = Fields.of(body);
        var target = told.text(TARGET).or(() -> fields.text(TARGET)).orElse("main");
        var at = told.moments(AT).or(() -> fields.moments(AT));
        if (kind.isEmpty()) {
            return new PostgresMessage(project, kind, target, at, withoutEnvelope(body));
        }
        return new PostgresMessage(project, kind, target, at, canonical(kind.get(), body));
    }

    private static Optional<PostgresKind> ofType(Fields told, String type) {
        return switch (type.toLowerCase(Locale.ROOT).replaceFirst("^(postgres(ql)?|pg)[._-]", "")) {
            case "activity", "sessions", "session", "stat_activity" -> Optional.of(PostgresKind.ACTIVITY);
            case "statements", "statement", "stat_statements", "queries" -> Optional.of(PostgresKind.STATEMENTS);
            case "locks", "lock", "blocking_locks", "blocking" -> Optional.of(PostgresKind.LOCKS);
            case "log", "logs", "log_entries", "entries" -> Optional.of(PostgresKind.LOG);
            case "system", "system_metrics", "host", "host_metrics", "metrics" -> Optional.empty();
            default ->
                throw told.bad(
                        Stream.of(TYPE).filter(told.node()::has).findFirst().orElse("type"),
                        "must be activity, statements, locks, log or system; or leave it out, and the message's shape says it");
        };
    }

    private static Optional<PostgresKind> ofShape(ObjectNode body) {
        if (body.has("sessions")) {
            return Optional.of(PostgresKind.ACTIVITY);
        }
        if (body.has("statements")) {
            return Optional.of(PostgresKind.STATEMENTS);
        }
        if (body.has("locks")) {
            return Optional.of(PostgresKind.LOCKS);
        }
        if (body.has("entries")) {
            return Optional.of(PostgresKind.LOG);
        }
        if (Stream.of(
                        "cpu",
                        "memory",
                        "disk",
                        "disks",
                        "disk_io",
                        "system",
                        "load_average",
                        "cpu_percent",
                        "memory_percent")
                .anyMatch(body::has)) {
            return Optional.empty();
        }
        throw new UnfitException(
                "type",
                "is missing, and the message has none of sessions, statements, locks, entries, cpu, memory, disks that would say it");
    }

    private static String listOf(PostgresKind kind) {
        return switch (kind) {
            case ACTIVITY -> "sessions";
            case STATEMENTS -> "statements";
            case LOCKS -> "locks";
            case LOG -> "entries";
        };
    }

    /** As our own documents are, and what is wrong with it named. */
    private static JsonNode canonical(PostgresKind kind, ObjectNode body) {
        var list = body.get(listOf(kind));
        if (list == null) {
            throw new UnfitException(listOf(kind), "is missing");
        }
        if (!list.isArray()) {
            throw new UnfitException(listOf(kind), "must be a list");
        }
        try {
            var read = Json.read(Json.bytes(tidied(body)), kind.body());
            return Json.read(Json.bytes(read), Tree.class).node();
        } catch (UnreadableException refused) {
            throw new UnfitException(refused.field(), refused.getMessage());
        } catch (IOException ourBug) {
            throw new UncheckedIOException(ourBug);
        }
    }

    private static JsonNode tidied(JsonNode node) {
        if (node.isArray()) {
            var list = JsonNodeFactory.instance.arrayNode();
            node.forEach(element -> list.add(tidied(element)));
            return list;
        }
        if (!node.isObject()) {
            return node;
        }
        var object = JsonNodeFactory.instance.objectNode();
        node.properties().forEach(field -> object.set(field.getKey(), tidied(field.getKey(), field.getValue())));
        return object;
    }

    private static JsonNode tidied(String name, JsonNode value) {
        if (MOMENTS.contains(name)) {
            return Moment.read(value)
                    .<JsonNode>map(at -> TextNode.valueOf(at.toString()))
                    .orElse(value);
        }
        if (LONG_NUMBERS.contains(name)
                && value.isTextual()
                && value.textValue().matches("-?\\d{1,18}")) {
            return JsonNodeFactory.instance.numberNode(Long.parseLong(value.textValue()));
        }
        return value instanceof ArrayNode || value instanceof ObjectNode ? tidied(value) : value;
    }

    private static JsonNode withoutEnvelope(ObjectNode body) {
        var metrics = body.deepCopy();
        Stream.of(PROJECT, AT, TARGET, TYPE).flatMap(Stream::of).forEach(name -> {
            if (metrics.path(name).isValueNode()) {
                metrics.remove(name);
            }
        });
        return metrics;
    }
}
