package io.pulsefleet.agent.collect.sql;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import io.pulsefleet.agent.collect.jdbc.Dialect;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads {@code queries.json}, and tells every mistake in it at once, each with its line and the query's name.
 *
 * <pre>
 * {"orders": {"description": "Orders of the window", "type": "count", "default": 0,
 *             "sql": "SELECT count(*) FROM orders WHERE created_at >= %(start_time)s AND created_at < %(end_time)s"}}
 * </pre>
 *
 * <p>Beyond that, {@code sql} may be a list of lines, and {@code targets} a list of the databases that are asked. One that
 * is not there is told, and all else stands: databases come and go while the file stays.
 */
final class QueriesJson {

    private static final int MOST_QUERIES = 1_000;
    private static final int LONGEST_SQL = 100_000;
    private static final int LONGEST_NAME = 100;

    /** What the payload's {@code stats} has beside the answers. */
    private static final Set<String> RESERVED = Set.of("status", "start_time", "end_time");

    private static final Set<String> PARTS = Set.of("system_metrics", "docker_metrics");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .build();

    private final Map<String, Dialect> targets;
    private final List<String> mistakes = new ArrayList<>();
    private final List<String> absent = new ArrayList<>();
    private final Map<String, Query> queries = new LinkedHashMap<>();

    private QueriesJson(Map<String, Dialect> targets) {
        this.targets = targets;
    }

    /** @param absent databases that it names and that are not there, each with its line and the query's name */
    record Content(List<Query> queries, List<String> absent) {}

    /**
     * @param targets the databases there are
     * @throws BrokenQueriesException that names every mistake
     */
    static Content read(byte[] json, Map<String, Dialect> targets) throws BrokenQueriesException {
        var reader = new QueriesJson(targets);
        try (var parser = JSON.createParser(json)) {
            reader.read(parser);
        } catch (JsonProcessingException broken) {
            var why = broken.getOriginalMessage().lines().findFirst().orElse("it ends too early");
            reader.mistakes.add("line " + lineOf(broken.getLocation()) + " is not JSON: " + why);
        } catch (IOException memoryNeverRefuses) {
            throw new IllegalStateException(memoryNeverRefuses);
        }
        if (!reader.mistakes.isEmpty()) {
            throw new BrokenQueriesException(String.join("; ", reader.mistakes));
        }
        return new Content(List.copyOf(reader.queries.values()), List.copyOf(reader.absent));
    }

    private void read(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            mistakes.add("line 1: must be an object of queries by name");
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var name = parser.currentName();
            var line = lineOf(parser.currentLocation());
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                query(new Entry(name, line), parser);
            } else {
                mistake(line, name, "must be an object");
                parser.skipChildren();
            }
        }
        if (parser.nextToken() != null) {
            mistakes.add("line " + lineOf(parser.currentLocation()) + ": there is more behind the end");
        }
    }

    private void query(Entry entry, JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var field = parser.currentName();
            var line = lineOf(parser.currentLocation());
            parser.nextToken();
            JsonNode value = JSON.readTree(parser);
            if (entry.fields.put(field, value == null ? NullNode.instance : value) != null) {
                mistake(line, entry.name, "'" + field + "' is there twice");
            }
            entry.lines.put(field, line);
        }
        check(entry);
    }

    private void check(Entry entry) {
        var before = mistakes.size();
        checkName(entry);
        var description = text(entry, "description");
        var type = type(entry);
        var wanted = wanted(entry);
        var statements = type.isSql() ? statements(entry, wanted) : Map.<Dialect, ReadOnlySql>of();
        var otherwise = otherwise(entry, type);
        for (var field : entry.fields.keySet()) {
            if (!Set.of("description", "sql", "type", "default", "targets").contains(field)) {
                mistake(entry.lineOf(field), entry.name, "no such field '" + field + "'");
            }
        }
        if (mistakes.size() == before) {
            add(entry, new Query(entry.name, description, type, otherwise, wanted, statements));
        }
    }

    private void add(Entry entry, Query query) {
        if (!query.type().isSql() && queries.values().stream().anyMatch(other -> other.type() == query.type())) {
            mistake(entry.line, entry.name, "there is another of its type");
        } else if (queries.size() == MOST_QUERIES) {
            mistake(entry.line, entry.name, "there are more than " + MOST_QUERIES + " queries");
        } else if (queries.put(query.name(), query) != null) {
            mistake(entry.line, entry.name, "is there twice");
        }
    }

    private void checkName(Entry entry) {
        if (entry.name.isBlank()
                || entry.name.length() > LONGEST_NAME
                || entry.name.chars().anyMatch(Character::isISOControl)) {
            mistake(entry.line, entry.name, "its name must have 1 to " + LONGEST_NAME + " characters that can be seen");
        } else if (RESERVED.contains(entry.name)) {
            mistake(entry.line, entry.name, "the payload has something else of that name");
        }
    }

    private Query.Type type(Entry entry) {
        var named = text(entry, "type");
        for (var type : Query.Type.values()) {
            if (type.name().toLowerCase(Locale.ROOT).equals(named)) {
                if (type.isSql() && PARTS.contains(entry.name)) {
                    mistake(entry.line, entry.name, "the payload has something else of that name");
                }
                return type;
            }
        }
        mistake(
                entry.lineOf("type"),
                entry.name,
                "type: must be count, single_value, docker or system"
                        + (named.isEmpty() ? "" : ", not '" + named + "'"));
        return Query.Type.SINGLE_VALUE;
    }

    private List<String> wanted(Entry entry) {
        var given = entry.fields.get("targets");
        if (given == null) {
            return List.of();
        }
        var wanted = new ArrayList<String>();
        for (var target : given) {
            wanted.add(target.asText());
            if (!targets.containsKey(target.asText())) {
                absent.add("line %d, %s: targets: no '%s'; there are %s"
                        .formatted(
                                entry.lineOf("targets"), entry.name, target.asText(), new TreeSet<>(targets.keySet())));
            }
        }
        if (given.isEmpty()) {
            mistake(entry.lineOf("targets"), entry.name, "targets: must be a list of names, or not be there");
        }
        return List.copyOf(wanted);
    }

    private Map<Dialect, ReadOnlySql> statements(Entry entry, List<String> wanted) {
        var sql = sql(entry);
        var statements = new EnumMap<Dialect, ReadOnlySql>(Dialect.class);
        if (sql.length() > LONGEST_SQL) {
            mistake(entry.lineOf("sql"), entry.name, "sql: is longer than " + LONGEST_SQL + " characters");
            return statements;
        }
        var asked = wanted.isEmpty() ? targets.keySet() : Set.copyOf(wanted);
        for (var dialect : new TreeSet<>(
                asked.stream().map(targets::get).filter(Objects::nonNull).toList())) {
            try {
                statements.put(dialect, ReadOnlySql.of(sql, dialect));
            } catch (RefusedSqlException refused) {
                mistake(entry.lineOf("sql"), entry.name, "sql: " + refused.getMessage());
                return statements;
            }
        }
        return statements;
    }

    private String sql(Entry entry) {
        var given = entry.fields.get("sql");
        if (given == null || !given.isArray()) {
            return text(entry, "sql");
        }
        var lines = new ArrayList<String>();
        given.forEach(line -> lines.add(line.asText()));
        return String.join("\n", lines);
    }

    private JsonNode otherwise(Entry entry, Query.Type type) {
        var given = entry.fields.getOrDefault("default", NullNode.instance);
        if (type == Query.Type.COUNT && !given.isNull() && !given.isNumber()) {
            mistake(entry.lineOf("default"), entry.name, "default: must be a number or null");
        } else if (type == Query.Type.SINGLE_VALUE && given.isContainerNode()) {
            mistake(entry.lineOf("default"), entry.name, "default: must be one value");
        }
        return given;
    }

    /** Empty where it is not there. */
    private String text(Entry entry, String field) {
        var given = entry.fields.getOrDefault(field, NullNode.instance);
        if (!given.isNull() && !given.isTextual()) {
            mistake(entry.lineOf(field), entry.name, field + ": must be a text");
        }
        return given.isTextual() ? given.textValue() : "";
    }

    private void mistake(int line, String name, String what) {
        mistakes.add("line " + line + ", " + name + ": " + what);
    }

    private static int lineOf(JsonLocation location) {
        return location == null ? 1 : location.getLineNr();
    }

    /** What stands under a name, not yet looked at. */
    private static final class Entry {

        final String name;
        final int line;
        final Map<String, JsonNode> fields = new LinkedHashMap<>();
        final Map<String, Integer> lines = new HashMap<>();

        Entry(String name, int line) {
            this.name = name;
            this.line = line;
        }

        int lineOf(String field) {
            return lines.getOrDefault(field, line);
        }
    }
}
