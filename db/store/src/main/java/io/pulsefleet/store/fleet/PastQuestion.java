package io.pulsefleet.store.fleet;

import io.pulsefleet.store.PlainText;
import io.pulsefleet.store.fleet.PastRuns.Wanted;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The question for past runs, as the indexes of {@code job_runs} answer it. Each value of what is asked for by its key is
 * looked up by itself from its newest run on, and the newest of all these are the answer. Jobs and states are parts of
 * the question, so that PostgreSQL knows of each how rare it is.
 *
 * <pre>
 * by          index
 * host, job   (agent, job, started_at)
 * host, state (agent, state, started_at), states but COMPLETED
 * host        (agent, started_at)
 * state       (state, started_at), states but COMPLETED
 * job         (job, started_at)
 * none        (started_at)
 * </pre>
 *
 * <p>So a question reads as many runs as it answers, times the values asked for; what is asked for beside the key is
 * looked at in each.
 */
final class PastQuestion {

    /** Of more hosts than that, the newest runs of all are looked at: theirs are among them soon enough. */
    static final int MOST_HOSTS = 200;

    private static final String COMMON = "COMPLETED";

    private static final String COLUMNS =
            "r.agent, r.boot, r.execution, r.job, r.state, r.started_at, r.ended_at, r.visits, r.readings, r.skipped,"
                    + " r.errors, r.exit, r.updated_at, r.due_at, r.last_visit_at, r.next_visit_at, r.rest, r.took_seconds,"
                    + " r.usual_seconds";

    private final StringBuilder sql = new StringBuilder();
    private final List<Object> parameters = new ArrayList<>();

    private PastQuestion() {}

    /** @param agents none: all */
    static PastQuestion of(Wanted wanted, List<Integer> agents, int limit) {
        var question = new PastQuestion();
        question.and("SELECT a.id, CASE WHEN r.agent = " + PastRuns.THE_HUB + " THEN '" + PastRuns.HUBS_NAME
                + "' ELSE a.hostname END AS hostname, r.* FROM (");
        var before = "";
        for (var key : Key.allOf(wanted, agents)) {
            question.and(before);
            question.andNewestOf(key, wanted, agents, limit);
            before = " UNION ALL ";
        }
        return question.and(") r LEFT JOIN agents a ON a.number = r.agent" + newest("r") + " LIMIT ?", limit);
    }

    /**
     * What is looked up by itself.
     *
     * @param byHost each host by itself, too
     * @param job null: not by one
     * @param state null: not by one
     */
    private record Key(boolean byHost, String job, String state) {

        static List<Key> allOf(Wanted wanted, List<Integer> agents) {
            var byHost = !agents.isEmpty() && agents.size() <= MOST_HOSTS;
            if (!wanted.jobs().isEmpty() && (byHost || !isOfRareStates(wanted))) {
                return wanted.jobs().stream()
                        .distinct()
                        .map(job -> new Key(byHost, job, null))
                        .toList();
            }
            if (isOfRareStates(wanted)) {
                return wanted.states().stream()
                        .distinct()
                        .map(state -> new Key(byHost, null, state))
                        .toList();
            }
            return List.of(new Key(byHost, null, null));
        }
    }

    private static boolean isOfRareStates(Wanted wanted) {
        return !wanted.states().isEmpty() && !wanted.states().contains(COMMON);
    }

    private void andNewestOf(Key key, Wanted wanted, List<Integer> agents, int limit) {
        and("(SELECT one.* FROM (SELECT) nothing");
        if (key.byHost) {
            and(" CROSS JOIN unnest(?::int4[]) AS host (number)", agents);
        }
        and(" CROSS JOIN LATERAL (SELECT " + COLUMNS + " FROM job_runs r WHERE ");
        if (key.byHost) {
            and("r.agent = host.number");
        } else {
            andOneOf("r.agent", "int4", agents);
        }
        if (key.job != null) {
            and(" AND r.job = ?", PlainText.of(key.job));
        } else {
            and(" AND ").andOneOf("r.job", "text", wanted.jobs());
        }
        if (key.state != null) {
            and(" AND r.state = ?", PlainText.of(key.state));
        } else {
            and(" AND ").andOneOf("r.state", "text", wanted.states());
        }
        if (isOfRareStates(wanted)) {
            and(" AND r.state <> '" + COMMON + "'"); // as the partial indexes have it
        }
        andSpan(wanted);
        and(newest("r") + " LIMIT ?) one" + newest("one") + " LIMIT ?)", limit, limit);
    }

    private static String newest(String of) {
        return " ORDER BY %1$s.started_at DESC, %1$s.agent DESC, %1$s.boot DESC, %1$s.execution DESC".formatted(of);
    }

    /** @param values none: any */
    private void andOneOf(String column, String type, Collection<?> values) {
        if (values.isEmpty()) {
            and("true");
        } else {
            and(column + " = ANY (?::" + type + "[])", List.copyOf(values));
        }
    }

    private void andSpan(Wanted wanted) {
        if (wanted.from() != null) {
            and(" AND r.started_at >= ?", wanted.from());
        }
        if (wanted.to() != null) {
            and(" AND r.started_at < ?", wanted.to());
        }
        var after = wanted.after();
        if (after != null) {
            and(
                    " AND r.started_at <= ? AND (r.started_at, r.agent, r.boot, r.execution) < (?, ?, ?, ?)",
                    after.startedAt(),
                    after.startedAt(),
                    after.agent(),
                    PlainText.of(after.boot()),
                    after.execution());
        }
    }

    private PastQuestion and(String more, Object... values) {
        sql.append(more);
        parameters.addAll(List.of(values));
        return this;
    }

    PreparedStatement on(Connection connection) throws SQLException {
        var select = connection.prepareStatement(sql.toString());
        try {
            for (var i = 0; i < parameters.size(); i++) {
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
        } else if (value instanceof List<?> numbers && numbers.get(0) instanceof Integer) {
            select.setArray(place, connection.createArrayOf("int4", numbers.toArray()));
        } else if (value instanceof List<?> texts) {
            select.setArray(place, PlainText.array(connection, texts));
        } else {
            select.setObject(place, value);
        }
    }
}
