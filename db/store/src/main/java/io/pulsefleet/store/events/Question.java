package io.pulsefleet.store.events;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** A SELECT and its parameters, in the order of the question marks: moments, numbers, texts, lists of numbers or of texts. */
final class Question {

    private final StringBuilder sql = new StringBuilder();
    private final List<Object> parameters = new ArrayList<>();

    Question(String select) {
        sql.append(select);
    }

    interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }

    void and(String condition, Object... more) {
        sql.append(condition);
        parameters.addAll(List.of(more));
    }

    <T> List<T> on(Connection connection, Reading<T> reading) throws SQLException {
        try (var select = connection.prepareStatement(sql.toString())) {
            bind(connection, select);
            try (var rows = select.executeQuery()) {
                var all = new ArrayList<T>();
                while (rows.next()) {
                    all.add(reading.of(rows));
                }
                return all;
            }
        }
    }

    private void bind(Connection connection, PreparedStatement select) throws SQLException {
        for (int i = 0; i < parameters.size(); i++) {
            var value = parameters.get(i);
            if (value instanceof Instant moment) {
                select.setObject(i + 1, moment.atOffset(ZoneOffset.UTC));
            } else if (value instanceof List<?> many) {
                var type = many.get(0) instanceof Integer ? "int4" : "text";
                select.setArray(i + 1, connection.createArrayOf(type, many.toArray()));
            } else {
                select.setObject(i + 1, value);
            }
        }
    }
}
