package io.pulsefleet.agent.collect.sql;

import com.fasterxml.jackson.databind.JsonNode;
import io.pulsefleet.agent.collect.jdbc.SingleRead;
import io.pulsefleet.agent.collect.jdbc.Target;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** As the user's queries are asked: one statement that can only read, read-only, with time-outs, one row. */
@ApplicationScoped
class OneQuestion implements SingleRead {

    @Override
    public Told ask(Target target, String sql, Duration left) {
        var begun = System.nanoTime();
        ReadOnlySql read;
        try {
            read = ReadOnlySql.of(sql, target.dialect());
            if (!read.edges().isEmpty()) {
                return new Told(Outcome.NO_READ, false, Optional.empty(), "sql: a monitor has no windows", 0);
            }
        } catch (RefusedSqlException why) {
            return new Told(Outcome.NO_READ, false, Optional.empty(), "sql: " + why.getMessage(), 0);
        }
        long connected = 0;
        try (var link = Link.open(target, new Limits(left, left, left))) {
            connected = System.nanoTime() - begun;
            var answer = link.ask(read, Window.NONE);
            return new Told(Outcome.ANSWERED, answer.isPresent(), answer.flatMap(OneQuestion::plain), "", connected);
        } catch (SQLException failure) {
            var spent = connected == 0 ? System.nanoTime() - begun : connected;
            var state = failure.getSQLState() == null ? "" : failure.getSQLState();
            return new Told(
                    state.startsWith("08") ? Outcome.AWAY : Outcome.REFUSED,
                    false,
                    Optional.empty(),
                    String.valueOf(failure.getMessage()),
                    spent);
        }
    }

    private static Optional<Object> plain(JsonNode value) {
        if (value.isNull()) {
            return Optional.empty();
        }
        return Optional.of(
                value.isNumber()
                        ? (Object) value.numberValue()
                        : value.isBoolean() ? value.booleanValue() : value.asText());
    }
}
