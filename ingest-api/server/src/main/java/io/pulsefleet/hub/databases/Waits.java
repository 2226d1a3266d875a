package io.pulsefleet.hub.databases;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.hub.query.Patience;
import io.pulsefleet.hub.query.Span;
import io.pulsefleet.store.postgres.Locks;
import io.pulsefleet.store.postgres.Samples;
import io.pulsefleet.store.postgres.Samples.Doing;
import io.pulsefleet.store.postgres.Server;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What sessions waited for over time, and who waited for whom. */
@ApplicationScoped
public class Waits {

    private static final int MOST_ROWS = 200_000;
    private static final int MOST_SERIES = 15;
    private static final String REST = "other";

    /** Sessions that wait for their clients to want something. */
    private static final String IDLE = "idle";

    @Inject
    Samples samples;

    @Inject
    Locks locks;

    /** The largest first. */
    @JsonNaming(SnakeCaseStrategy.class)
    public record WaitsView(Instant from, Instant to, long stepSeconds, List<SeriesView> series) {}

    /**
     * @param name running, a wait event as Lock:transactionid, a state as idle in transaction, or other
     * @param at in seconds since 1970, each step of which there is a sample
     * @param values sessions, on average over the samples of the step
     */
    public record SeriesView(String name, List<Long> at, List<Double> values) {}

    /** @param more whether the limit left some out */
    public record LockList(Instant from, Instant to, List<LockView> locks, boolean more) {}

    WaitsView over(Server server, Span span) {
        var doings = Patience.read(longest ->
                samples.doings(server, Spans.after(span), Spans.until(span), span.step(), MOST_ROWS, longest));
        if (doings.size() == MOST_ROWS) {
            throw Problems.tooMuch("There is more than can be drawn. Choose a longer step or a shorter span.");
        }
        return new WaitsView(span.from(), span.to(), span.step().toSeconds(), series(doings));
    }

    /** What is least becomes one. */
    static List<SeriesView> series(List<Doing> doings) {
        var steps = new TreeMap<Long, Long>();
        var values = new HashMap<String, Map<Long, Double>>();
        for (var doing : doings) {
            var at = doing.at().getEpochSecond();
            steps.put(at, doing.samples());
            if (!doing.name().equals(IDLE)) {
                values.computeIfAbsent(doing.name(), none -> new HashMap<>())
                        .put(at, (double) doing.count() / doing.samples());
            }
        }
        var names = values.keySet().stream()
                .sorted(Comparator.comparingDouble((String name) -> -sum(values.get(name)))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        var rest = new HashMap<Long, Double>();
        names.stream()
                .skip(MOST_SERIES)
                .forEach(name -> values.get(name).forEach((at, value) -> rest.merge(at, value, Double::sum)));
        var named = names.stream().limit(MOST_SERIES).map(name -> view(name, steps, values.get(name)));
        return Stream.concat(named, rest.isEmpty() ? Stream.of() : Stream.of(view(REST, steps, rest)))
                .toList();
    }

    private static double sum(Map<Long, Double> values) {
        return values.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    private static SeriesView view(String name, Map<Long, Long> steps, Map<Long, Double> values) {
        var at = List.copyOf(steps.keySet());
        return new SeriesView(
                name,
                at,
                at.stream().map(step -> values.getOrDefault(step, 0.0)).toList());
    }

    LockList locks(Server server, Span span, int limit) {
        var waits = Patience.read(longest -> locks.waits(server, span.from(), span.to(), limit + 1, longest));
        return new LockList(
                span.from(),
                span.to(),
                waits.stream()
                        .limit(limit)
                        .map(wait -> LockView.of(wait.firstAt(), wait.samples(), wait.last()))
                        .toList(),
                waits.size() > limit);
    }
}
