package io.pulsefleet.hub.databases;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.hub.query.Patience;
import io.pulsefleet.hub.query.Span;
import io.pulsefleet.store.postgres.LogEntries;
import io.pulsefleet.store.postgres.LogEntries.Filter;
import io.pulsefleet.store.postgres.LogEntries.Tally;
import io.pulsefleet.store.postgres.Server;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What PostgreSQL wrote into its log. */
@ApplicationScoped
public class ServerLog {

    private static final int MOST_ROWS = 100_000;

    @Inject
    LogEntries entries;

    /**
     * The newest first.
     *
     * @param more whether there are older ones within the span
     */
    public record EntryList(Instant from, Instant to, List<EntryView> entries, boolean more) {}

    /**
     * What happened how often.
     *
     * @param levels how many entries there are of each severity
     * @param events those that have a name, the most frequent first
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record EventsView(
            Instant from, Instant to, long stepSeconds, Map<String, Long> levels, List<EventView> events) {}

    /**
     * @param at in seconds since 1970, each step in which it happened
     * @param values how often
     */
    public record EventView(String event, long count, List<Long> at, List<Long> values) {}

    static Filter filter(List<String> levels, List<String> events, String text) {
        return new Filter(levels, events, text);
    }

    EntryList read(Server server, Span span, Filter filter, int limit) {
        var found = Patience.read(
                longest -> entries.read(server, Spans.after(span), Spans.until(span), filter, limit + 1, longest));
        return new EntryList(
                span.from(),
                span.to(),
                found.stream().limit(limit).map(EntryView::of).toList(),
                found.size() > limit);
    }

    EventsView events(Server server, Span span) {
        var tallies = Patience.read(longest ->
                entries.tallies(server, Spans.after(span), Spans.until(span), span.step(), MOST_ROWS, longest));
        if (tallies.size() == MOST_ROWS) {
            throw Problems.tooMuch("There is more than can be drawn. Choose a longer step or a shorter span.");
        }
        return new EventsView(span.from(), span.to(), span.step().toSeconds(), levels(tallies), events(tallies));
    }

    private static Map<String, Long> levels(List<Tally> tallies) {
        var levels = new TreeMap<String, Long>();
        tallies.forEach(tally -> levels.merge(tally.errorSeverity(), tally.count(), Long::sum));
        return levels;
    }

    static List<EventView> events(List<Tally> tallies) {
        var byEvent = new TreeMap<String, TreeMap<Long, Long>>();
        for (var tally : tallies) {
            if (tally.event() != null) {
                byEvent.computeIfAbsent(tally.event(), none -> new TreeMap<>())
                        .merge(tally.at().getEpochSecond(), tally.count(), Long::sum);
            }
        }
        var views = new ArrayList<EventView>();
        byEvent.forEach((event, counts) -> views.add(new EventView(
                event,
                counts.values().stream().mapToLong(Long::longValue).sum(),
                List.copyOf(counts.keySet()),
                List.copyOf(counts.values()))));
        views.sort((one, other) -> Long.compare(other.count(), one.count()));
        return List.copyOf(views);
    }
}
