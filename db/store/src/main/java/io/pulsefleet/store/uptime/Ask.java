package io.pulsefleet.store.uptime;

import io.pulsefleet.store.Database;
import io.pulsefleet.store.PlainText;
import io.pulsefleet.store.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A statement and its parameters, in the order of the question marks. It joins the caller's transaction, if there is one. */
final class Ask {

    private final String doing;
    private final StringBuilder sql;
    private final List<Object> parameters = new ArrayList<>();

    /** @param doing for the message of a failure */
    Ask(String doing, String sql) {
        this.doing = doing;
        this.sql = new StringBuilder(sql);
    }

    interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }

    /** A column of many rows; null stays NULL. */
    private record Column(String type, List<?> values) {}

    Ask and(String more, Object... parameters) {
        sql.append(more);
        for (var parameter : parameters) {
            with(parameter);
        }
        return this;
    }

    Ask with(Object parameter) {
        parameters.add(parameter);
        return this;
    }

    /** As an array, what the function makes of each. */
    <T> Ask with(String type, Collection<T> all, Function<T, ?> value) {
        var values = new ArrayList<Object>(all.size());
        all.forEach(one -> values.add(plain(value.apply(one))));
        parameters.add(new Column(type, values));
        return this;
    }

    private static Object plain(Object value) {
        if (value instanceof Instant moment) {
            return moment.toString();
        }
        return value instanceof String text ? PlainText.of(text) : value;
    }

    <T> List<T> list(Database database, Reading<T> reading) {
        try (var connection = database.connection()) {
            return list(connection, reading);
        } catch (SQLException refused) {
            throw new StoreException(doing, refused);
        }
    }

    <T> List<T> list(Connection connection, Reading<T> reading) throws SQLException {
        try (var statement = connection.prepareStatement(sql.toString())) {
            bind(connection, statement);
            try (var rows = statement.executeQuery()) {
                var all = new ArrayList<T>();
                while (rows.next()) {
                    all.add(reading.of(rows));
                }
                return all;
            }
        }
    }

    <T> Optional<T> first(Database database, Reading<T> reading) {
        return list(database, reading).stream().findFirst();
    }

    /** @return how many rows it was about */
    int run(Database database) {
        try (var connection = database.connection()) {
            return run(connection);
        } catch (SQLException refused) {
            throw new StoreException(doing, refused);
        }
    }

    int run(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement(sql.toString())) {
            bind(connection, statement);
            return statement.executeUpdate();
        }
    }

    private void bind(Connection connection, PreparedStatement statement) throws SQLException {
        for (int i = 0; i < parameters.size(); i++) {
            var value = parameters.get(i);
            if (value instanceof Instant moment) {
                statement.setObject(i + 1, moment.atOffset(ZoneOffset.UTC));
            } else if (value instanceof Column column) {
                statement.setArray(
                        i + 1,
                        connection.createArrayOf(column.type(), column.values().toArray()));
            } else {
                statement.setObject(i + 1, value);
            }
        }
    }

    static Instant moment(ResultSet row, String column) throws SQLException {
        var moment = row.getObject(column, OffsetDateTime.class);
        return moment == null ? null : moment.toInstant();
    }

    static Integer number(ResultSet row, String column) throws SQLException {
        return row.getObject(column, Integer.class);
    }

    static Long bigint(ResultSet row, String column) throws SQLException {
        return row.getObject(column, Long.class);
    }

    static List<String> texts(ResultSet row, String column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }
}
