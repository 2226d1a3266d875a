package io.pulsefleet.store.command;

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
import java.util.UUID;

/** One statement with its parameters, which holds by itself: what is told to an agent must be true whatever comes after. */
final class Statement {

    private final String doing;
    private final String sql;
    private final List<Object> parameters = new ArrayList<>();

    /** @param doing for the message of a failure */
    Statement(String doing, String sql) {
        this.doing = doing;
        this.sql = sql;
    }

    interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }

    Statement with(Object parameter) {
        parameters.add(parameter);
        return this;
    }

    Statement with(Collection<UUID> ids) {
        parameters.add(ids.toArray(UUID[]::new));
        return this;
    }

    <T> List<T> list(Database database, Reading<T> reading) {
        try (var connection = database.ownConnection();
                var statement = prepared(connection);
                var rows = statement.executeQuery()) {
            var all = new ArrayList<T>();
            while (rows.next()) {
                all.add(reading.of(rows));
            }
            return all;
        } catch (SQLException refused) {
            throw new StoreException(doing, refused);
        }
    }

    /** @return how many rows it was about */
    int run(Database database) {
        try (var connection = database.ownConnection();
                var statement = prepared(connection)) {
            return statement.executeUpdate();
        } catch (SQLException refused) {
            throw new StoreException(doing, refused);
        }
    }

    private PreparedStatement prepared(Connection connection) throws SQLException {
        connection.setAutoCommit(true);
        var statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.size(); i++) {
            var value = parameters.get(i);
            if (value instanceof Instant moment) {
                statement.setObject(i + 1, moment.atOffset(ZoneOffset.UTC));
            } else if (value instanceof UUID[] ids) {
                statement.setArray(i + 1, connection.createArrayOf("uuid", ids));
            } else if (value instanceof String text) {
                statement.setString(i + 1, PlainText.of(text));
            } else {
                statement.setObject(i + 1, value);
            }
        }
        return statement;
    }

    static Instant moment(ResultSet row, String column) throws SQLException {
        var moment = row.getObject(column, OffsetDateTime.class);
        return moment == null ? null : moment.toInstant();
    }
}
