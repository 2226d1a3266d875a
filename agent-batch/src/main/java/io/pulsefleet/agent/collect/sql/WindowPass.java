package io.pulsefleet.agent.collect.sql;

import static io.pulsefleet.wire.Metric.gauge;

import com.fasterxml.jackson.databind.JsonNode;
import io.pulsefleet.agent.collect.Pass;
import io.pulsefleet.agent.collect.PayloadPart;
import io.pulsefleet.agent.collect.UnreachableException;
import io.pulsefleet.agent.collect.UnreadableItemException;
import io.pulsefleet.agent.collect.jdbc.Target;
import io.pulsefleet.wire.Document;
import io.pulsefleet.wire.Frame;
import io.pulsefleet.wire.Metric;
import io.pulsefleet.wire.RawJson;
import io.pulsefleet.wire.Reading;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A window, asked query by query.
 *
 * <p>A query that fails has its default for an answer, and a broken item for its mistake, and the window is done all the
 * same. When the database is away, or goes while it is asked, the payload says so and has what could be read, no reading
 * is told, and the window stays to be done.
 */
final class WindowPass implements Pass {

    static final Metric VALUE =
            gauge("pulsefleet.query.value", "1", "The answer, where it is a number; of a truth value 1 or 0.", "query");
    static final Metric DURATION = gauge("pulsefleet.query.duration", "s", "How long the answer took.", "query");

    /** Where a window's payload goes: a document of this kind. */
    static final String KIND = "queries";

    /** Whom it asks, on whose behalf, and how patiently. */
    record Asking(Target target, Limits limits, Payload.Whose whose, Map<String, PayloadPart> parts) {}

    private final Asking asking;
    private final WindowState state;
    private final Window window;
    private final List<Query> queries;
    private final Deque<String> troubles;

    private final Deque<Reading> readings = new ArrayDeque<>();
    private final Map<String, JsonNode> stats = new LinkedHashMap<>();
    private final Map<String, String> errors = new LinkedHashMap<>();
    private Optional<Link> link = Optional.empty();
    private Optional<SQLException> away = Optional.empty();
    private boolean asked;

    /** @param troubles to be told as broken items, before those of the queries */
    WindowPass(Asking asking, WindowState state, Window window, List<Query> queries, List<String> troubles) {
        this.asking = asking;
        this.state = state;
        this.window = window;
        this.queries = queries;
        this.troubles = new ArrayDeque<>(troubles);
    }

    /** All is asked before the first is told: whether the numbers count is known only at the end. */
    @Override
    public Optional<Reading> next() throws IOException {
        if (!asked) {
            asked = true;
            askAll();
        }
        if (!troubles.isEmpty()) {
            throw new UnreadableItemException(troubles.removeFirst(), null);
        }
        if (away.isPresent()) {
            throw new UnreachableException(whyAway(), away.get());
        }
        return Optional.ofNullable(readings.pollFirst());
    }

    private void askAll() throws IOException {
        for (var query : queries) {
            if (query.type().isSql()) {
                askDatabase(query);
            } else {
                askPart(query);
            }
        }
        if (queries.stream().noneMatch(query -> query.type().isSql())) {
            reach();
        }
        close();
        errors.forEach((query, why) -> troubles.add(query + ": " + why));
    }

    private void askDatabase(Query query) {
        if (!reach()) {
            return;
        }
        var begun = System.nanoTime();
        var answer = answer(query);
        if (away.isEmpty()) {
            stats.put(query.name(), answer.orElse(query.otherwise()));
            var at = window.end();
            readings.add(VALUE.read(at, answer.map(WindowPass::asNumber).orElse(Frame.MISSING), query.name()));
            readings.add(DURATION.read(at, (System.nanoTime() - begun) / 1e9, query.name()));
        }
    }

    /** Empty: its default is to stand for it. */
    private Optional<JsonNode> answer(Query query) {
        try {
            var sql = query.statements().get(asking.target().dialect());
            return checked(query, link.orElseThrow().ask(sql, window));
        } catch (SQLException failed) {
            note(query, failed, link.orElseThrow().isLostBy(failed));
            return Optional.empty();
        }
    }

    private void note(Query query, SQLException failed, boolean lost) {
        if (lost && !Link.isAnswerTooLarge(failed)) {
            away = Optional.of(failed);
            return;
        }
        errors.put(query.name(), firstLine(failed));
        if (lost) {
            link = Optional.empty(); // the driver hung up; the next query has a new one
        }
    }

    private Optional<JsonNode> checked(Query query, Optional<JsonNode> answer) {
        if (query.type() == Query.Type.COUNT) {
            answer.filter(value -> !value.isNumber() && !value.isNull())
                    .ifPresent(value -> errors.put(query.name(), "its answer is no number: " + value));
            return answer.filter(JsonNode::isNumber);
        }
        return answer;
    }

    private static double asNumber(JsonNode answer) {
        if (answer.isBoolean()) {
            return answer.booleanValue() ? 1 : 0;
        }
        return answer.isNumber() ? answer.doubleValue() : Frame.MISSING;
    }

    private boolean reach() {
        if (link.isEmpty() && away.isEmpty()) {
            try {
                link = Optional.of(Link.open(asking.target(), asking.limits()));
            } catch (SQLException nobody) {
                away = Optional.of(nobody);
            }
        }
        return away.isEmpty();
    }

    private void askPart(Query query) {
        var type = query.type().name().toLowerCase(Locale.ROOT);
        JsonNode read = query.otherwise();
        try {
            var part = asking.parts().get(type);
            if (part == null) {
                errors.put(query.name(), "this agent does not collect " + type + " metrics");
            } else {
                read = part.read();
            }
        } catch (IOException notNow) {
            errors.put(query.name(), String.valueOf(notNow.getMessage()));
        }
        stats.put(type + "_metrics", read);
    }

    @Override
    public List<Document> documents() {
        var payload = new Payload(
                asking.whose(),
                asking.target().name(),
                state,
                window,
                away.isPresent() ? whyAway() : "",
                stats,
                errors);
        return List.of(new Document(KIND, asking.target().name(), window.end(), RawJson.of(payload.asJson())));
    }

    @Override
    public Optional<String> reached() {
        return Optional.of((away.isPresent() ? state.afterFailure() : state.afterSuccess(window)).asPlace());
    }

    private String whyAway() {
        return asking.target() + " is away: " + away.map(WindowPass::firstLine).orElse("");
    }

    private static String firstLine(SQLException failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("") + " (" + failure.getSQLState() + ")";
    }

    @Override
    public void close() throws IOException {
        if (link.isPresent()) {
            try {
                link.get().close();
            } catch (SQLException notClosed) {
                throw new IOException(notClosed);
            } finally {
                link = Optional.empty();
            }
        }
    }
}
