package io.pulsefleet.hub.logs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.pulsefleet.hub.access.Reach;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.hub.query.Catalog;
import io.pulsefleet.hub.query.Span;
import io.pulsefleet.store.documents.Documents;
import io.pulsefleet.store.fleet.Named;
import io.pulsefleet.store.fleet.Roster;
import io.pulsefleet.store.logs.LogFilter;
import io.pulsefleet.store.logs.LogSearch;
import io.pulsefleet.store.logs.LogSearch.Page;
import io.pulsefleet.store.logs.LogSearch.Place;
import io.pulsefleet.store.logs.LogSearch.Wanted;
import io.pulsefleet.store.logs.StoredLine;
import io.pulsefleet.store.series.TooSlowException;
import io.pulsefleet.wire.Json;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.WebApplicationException;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks for lines, counts them, and knows which logs agents read. */
@ApplicationScoped
public class Logs {

    private static final Logger LOG = System.getLogger(Logs.class.getName());

    /** A question is answered with what was found by then, and goes on from there. */
    private static final Duration LONGEST = Duration.ofSeconds(5);

    /** Of an answer that is streamed: each page of it. */
    private static final Duration LONGEST_PAGE = Duration.ofSeconds(30);

    private static final int PAGE = 2_000;
    private static final int MOST_NAMED = 200;

    /** What an agent reads is told every few minutes; one that is older than this is of an agent that reads none. */
    private static final Duration LOOK_BACK = Duration.ofDays(1);

    @Inject
    LogSearch search;

    @Inject
    Documents documents;

    @Inject
    Catalog catalog;

    @Inject
    Reach reach;

    /** What lines' agents are called: also where nobody's request is any more. */
    @Inject
    Roster roster;

    /**
     * @param searched up to here, or going back down to here, all was searched
     * @param next where the next page begins, as the parameter 'after' takes it; left out: there is none
     * @param complete whether all of the time was searched; if not, and nothing was found, go on with 'next'
     */
    public record LineList(
            Instant from, Instant to, List<LineView> lines, Instant searched, String next, boolean complete) {}

    /**
     * @param steps those in which there is any line, from the oldest to the newest
     * @param severities how many lines there are of each; empty is where it is not known
     * @param searched down to here all was counted
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record CountsView(
            Instant from,
            Instant to,
            long stepSeconds,
            long total,
            List<StepView> steps,
            Map<String, Long> severities,
            List<HostView> hosts,
            List<SourceView> sources,
            Instant searched,
            boolean complete) {}

    public record StepView(Instant at, Map<String, Long> counts) {}

    /** The most frequent first. */
    public record HostView(UUID agent, String hostname, long count) {}

    /** The most frequent first. */
    public record SourceView(String source, long count) {}

    /** @param sources as the agent told them: each with its state, a remedy where it needs one, and its counts */
    public record ReadView(UUID agent, String hostname, Instant at, JsonNode sources) {}

    /** Which logs are read, host by host. */
    public record ReadList(List<ReadView> agents) {}

    /** With the agents' numbers, and a pattern that can be read. */
    LogFilter filter(LogQuestion question) {
        var filter = question.filter();
        filter.pattern().flatMap(search::complaintOf).ifPresent(complaint -> {
            throw Problems.badField("regex", "cannot be read: " + complaint);
        });
        var agents = question.agents().isEmpty()
                ? reach.numbersOrNoneForAll()
                : catalog.agents(question.agents()).stream().map(Named::number).toList();
        return new LogFilter(
                agents,
                filter.severities(),
                filter.sources(),
                filter.fields(),
                filter.texts(),
                filter.without(),
                filter.pattern());
    }

    LineList lines(LogQuestion question) {
        var page = page(question, filter(question), question.after(), question.limit(), LONGEST);
        return new LineList(
                question.span().from(),
                question.span().to(),
                views(page.lines()),
                page.searched(),
                page.next().map(LogQuestion::text).orElse(null),
                page.next().isEmpty());
    }

    private Page page(LogQuestion question, LogFilter filter, Optional<Place> after, int limit, Duration longest) {
        var span = question.span();
        try {
            return search.page(new Wanted(filter, span.from(), span.to(), after, question.order(), limit), longest);
        } catch (TooSlowException slow) {
            throw tooSlow();
        }
    }

    private static WebApplicationException tooSlow() {
        return Problems.tooMuch("The database could not search a second's lines in time. Choose fewer hosts or sources,"
                + " or a simpler expression; or try again when less is going on.");
    }

    List<LineView> views(List<StoredLine> lines) {
        var names = lines.isEmpty() ? Map.<Integer, Named>of() : names();
        return lines.stream()
                .map(line -> LineView.of(line, names.get(line.agent())))
                .toList();
    }

    private Map<Integer, Named> names() {
        return roster.all().stream().collect(Collectors.toMap(Named::number, Function.identity()));
    }

    /** Writes page after page, each read when there is room for it. */
    void write(LogQuestion question, LogFilter filter, OutputStream out) throws IOException {
        var sheet = question.format().sheet(out);
        try {
            write(question, filter, sheet);
        } catch (WebApplicationException refused) {
            sheet.breakOff(refused.getMessage());
        } catch (RuntimeException broken) {
            var id = UUID.randomUUID();
            LOG.log(Level.ERROR, "Failure " + id, broken);
            sheet.breakOff("our failure, in the hub's log as " + id + ".");
        }
    }

    private void write(LogQuestion question, LogFilter filter, Sheet sheet) throws IOException {
        var names = names();
        var next = question.after();
        int left = question.limit();
        do {
            var page = page(question, filter, next, Math.min(PAGE, left), LONGEST_PAGE);
            for (var line : page.lines()) {
                sheet.line(LineView.of(line, names.get(line.agent())));
            }
            left -= page.lines().size();
            next = page.next();
        } while (left > 0 && next.isPresent());
        sheet.end(next.map(LogQuestion::text));
    }

    CountsView counts(LogQuestion question) {
        var span = question.span();
        try {
            var counts = search.counts(filter(question), span.from(), span.to(), span.step(), LONGEST);
            return view(span, counts);
        } catch (TooSlowException slow) {
            throw tooSlow();
        }
    }

    private CountsView view(Span span, LogSearch.Counts counts) {
        var severities = new TreeMap<String, Long>();
        counts.steps()
                .values()
                .forEach(step -> step.forEach((name, count) -> severities.merge(name, count, Long::sum)));
        var names = names();
        var hosts = counts.agents().entrySet().stream()
                .filter(entry -> names.containsKey(entry.getKey()))
                .map(entry -> {
                    var named = names.get(entry.getKey());
                    return new HostView(named.id(), named.hostname(), entry.getValue());
                })
                .sorted(Comparator.comparingLong(HostView::count).reversed().thenComparing(HostView::hostname));
        var sources = counts.sources().entrySet().stream()
                .map(entry -> new SourceView(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingLong(SourceView::count).reversed().thenComparing(SourceView::source));
        return new CountsView(
                span.from(),
                span.to(),
                span.step().toSeconds(),
                sum(severities.values()),
                counts.steps().entrySet().stream()
                        .map(step -> new StepView(step.getKey(), step.getValue()))
                        .toList(),
                severities,
                first(hosts),
                first(sources),
                counts.searched(),
                !counts.searched().isAfter(span.from()));
    }

    private static long sum(Collection<Long> counts) {
        return counts.stream().mapToLong(Long::longValue).sum();
    }

    private static <T> List<T> first(Stream<T> some) {
        return some.limit(MOST_NAMED).toList();
    }

    /** @throws jakarta.ws.rs.WebApplicationException 404 that names those that there are not */
    ReadList read(List<String> asked, Instant now) {
        var agents = asked.isEmpty() ? reach.all() : catalog.agents(asked);
        var byNumber = agents.stream().collect(Collectors.toMap(Named::number, Function.identity()));
        var targets = agents.stream().map(agent -> "host").toList();
        return new ReadList(
                documents
                        .newest("logs.sources", List.copyOf(byNumber.keySet()), targets, now, now.minus(LOOK_BACK))
                        .stream()
                        .map(told -> view(told, byNumber.get(told.agent())))
                        .sorted(Comparator.comparing(ReadView::hostname))
                        .toList());
    }

    private static ReadView view(Documents.Told told, Named agent) {
        try {
            return new ReadView(
                    agent.id(),
                    agent.hostname(),
                    told.at(),
                    Json.read(told.body(), JsonNode.class).path("sources"));
        } catch (IOException unreadable) {
            throw new IllegalStateException("A stored document is no JSON.", unreadable);
        }
    }
}
