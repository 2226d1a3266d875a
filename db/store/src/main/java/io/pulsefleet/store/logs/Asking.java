package io.pulsefleet.store.logs;

import io.pulsefleet.store.PlainText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Pattern;

/** A SELECT of lines and its parameters, in the order of the question marks. */
final class Asking {

    /** As PostgreSQL has them in indexes: the planner must see that they are the same. */
    private static final Pattern PLAIN_WORD = Pattern.compile("[A-Z]{0,10}");

    private static final Pattern ASCII = Pattern.compile("\\p{ASCII}*");

    private final StringBuilder sql = new StringBuilder();
    private final List<Object> parameters = new ArrayList<>();

    Asking(String select, Object... first) {
        and(select, first);
    }

    Asking and(String more, Object... values) {
        sql.append(more);
        parameters.addAll(List.of(values));
        return this;
    }

    /** As further conditions. */
    Asking and(LogFilter filter) {
        if (!filter.agents().isEmpty()) {
            and(" AND agent = ANY (?)", (Object) filter.agents().toArray(Integer[]::new));
        }
        if (!filter.severities().isEmpty()) {
            and(" AND severity IN (" + quoted(filter.severities()) + ")");
        }
        andSources(filter);
        andFields(filter);
        filter.texts().forEach(text -> and(" AND " + contains(text), containing(text)));
        filter.without().forEach(text -> and(" AND NOT " + contains(text), containing(text)));
        filter.pattern().ifPresent(pattern -> and(" AND text ~ ?", pattern));
        return this;
    }

    private static String quoted(List<String> severities) {
        var words = new ArrayList<String>();
        for (var severity : severities) {
            if (!PLAIN_WORD.matcher(severity).matches()) {
                throw new IllegalArgumentException(severity + " is no severity");
            }
            words.add("'" + severity + "'");
        }
        return String.join(", ", words);
    }

    private void andSources(LogFilter filter) {
        var wanted = filter.sources().stream().filter(LogFilter.Name::wanted).toList();
        if (!wanted.isEmpty()) {
            and(" AND source LIKE ANY (?)", (Object) likes(wanted));
        }
        var others =
                filter.sources().stream().filter(source -> !source.wanted()).toList();
        if (!others.isEmpty()) {
            and(" AND NOT source LIKE ANY (?)", (Object) likes(others));
        }
    }

    private static String[] likes(List<LogFilter.Name> sources) {
        return sources.stream().map(source -> like(source.glob())).toArray(String[]::new);
    }

    private void andFields(LogFilter filter) {
        var wanted = new LinkedHashMap<String, List<LogFilter.Field>>();
        for (var field : filter.fields()) {
            if (field.wanted()) {
                wanted.computeIfAbsent(field.name(), first -> new ArrayList<>()).add(field);
            } else {
                and(" AND NOT ");
                andField(field);
            }
        }
        for (var ofOneName : wanted.values()) {
            var before = " AND (";
            for (var field : ofOneName) {
                and(before);
                andField(field);
                before = " OR ";
            }
            and(")");
        }
    }

    private void andField(LogFilter.Field field) {
        if (isPlain(field.glob())) {
            and("attributes @> jsonb_build_object(?::text, ?::text)", field.name(), field.glob());
        } else {
            and("coalesce(attributes ->> ? LIKE ?, false)", field.name(), like(field.glob()));
        }
    }

    private static boolean isPlain(String glob) {
        return glob.indexOf('*') < 0 && glob.indexOf('?') < 0;
    }

    /** Where there are no letters, capitals are no matter; where there are only ASCII's, bytes are compared. */
    private static String contains(String text) {
        if (text.codePoints().noneMatch(Character::isLetter)) {
            return "text LIKE ?";
        }
        return ASCII.matcher(text).matches() ? "text COLLATE \"C\" ILIKE ?" : "text ILIKE ?";
    }

    private static String containing(String text) {
        return "%" + escaped(text) + "%";
    }

    static String like(String glob) {
        return escaped(glob).replace('*', '%').replace('?', '_');
    }

    private static String escaped(String text) {
        return text.replaceAll("([\\\\%_])", "\\\\$1");
    }

    PreparedStatement on(Connection connection) throws SQLException {
        var select = connection.prepareStatement(sql.toString());
        try {
            for (int i = 0; i < parameters.size(); i++) {
                bind(connection, select, i + 1, parameters.get(i));
            }
            return select;
        } catch (SQLException refused) {
            select.close();
            throw refused;
        }
    }

    private static void bind(Connection connection, PreparedStatement select, int place, Object value)
            throws SQLException {
        if (value instanceof Instant moment) {
            select.setObject(place, moment.atOffset(ZoneOffset.UTC));
        } else if (value instanceof String[] texts) {
            select.setArray(place, PlainText.array(connection, List.of(texts)));
        } else if (value instanceof Integer[] numbers) {
            select.setArray(place, connection.createArrayOf("int4", numbers));
        } else {
            select.setObject(place, value);
        }
    }
}
