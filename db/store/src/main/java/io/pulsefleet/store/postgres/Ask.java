package io.pulsefleet.store.postgres;

import io.pulsefleet.store.PlainText;
import io.pulsefleet.store.series.Snapshot;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** A SELECT and its parameters, in the order of the question marks: moments, numbers, texts, lists of texts. */
final class Ask {

    /** What is dated further ahead of its arrival than this is not found. */
    private static final Duration AHEAD = Duration.ofDays(1);

    private final StringBuilder sql = new StringBuilder();
    private final List<Object> parameters = new ArrayList<>();

    Ask(String select) {
        sql.append(select);
    }

    interface Reading<T> {
        T of(Row row) throws SQLException;
    }

    Ask with(Object... more) {
        parameters.addAll(List.of(more));
        return this;
    }

    Ask and(String condition, Object... more) {
        sql.append(condition);
        return with(more);
    }

    /**
     * {@code WHERE} about a server's rows after one moment, up to another. The day of arrival leaves partitions out: late
     * data came later than what it is about.
     */
    Ask of(Server server, Instant after, Instant until) {
        return and(
                " WHERE agent = ? AND target = ? AND at > ? AND at <= ? AND received_at >= ?",
                server.agent(),
                server.target(),
                after,
                until,
                arrivalOf(after));
    }

    static Instant arrivalOf(Instant at) {
        return at.minus(AHEAD);
    }

    <T> List<T> in(Snapshot snapshot, Duration longest, Reading<T> reading) {
        return snapshot.look(longest, connection -> on(connection, reading));
    }

    <T> List<T> on(Connection connection, Reading<T> reading) throws SQLException {
        try (var select = connection.prepareStatement(sql.toString())) {
            bind(connection, select);
            try (var rows = select.executeQuery()) {
                var all = new ArrayList<T>();
                var row = new Row(rows);
                while (rows.next()) {
                    all.add(reading.of(row));
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
            } else if (value instanceof List<?> texts) {
                select.setArray(i + 1, PlainText.array(connection, texts));
            } else {
                select.setObject(i + 1, value);
            }
        }
    }
}
