package io.pulsefleet.hub.query;

import static java.util.stream.Collectors.collectingAndThen;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.hub.query.Answer.Batch;
import io.pulsefleet.store.fleet.Named;
import io.pulsefleet.store.series.Found;
import io.pulsefleet.store.series.Micros;
import io.pulsefleet.store.series.Question;
import io.pulsefleet.store.series.Source;
import io.pulsefleet.store.series.TooMuchException;
import io.pulsefleet.store.series.Wanted;
import io.pulsefleet.wire.Metric;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Answers questions about what was measured. */
@ApplicationScoped
public class Past {

    /** How far before its first moment a growth looks for the reading that it grows from. */
    private static final Duration LOOK_BACK = Duration.ofMinutes(5);

    /** So many points are held at once. */
    private static final long POINTS_AT_ONCE = 500_000;

    private final int mostSeries = QueryConfig.get(QueryConfig.SERIES);
    private final int mostPoints = QueryConfig.get(QueryConfig.POINTS);

    @Inject
    Catalog catalog;

    @Inject
    Work work;

    /**
     * The first part is read when this returns, so that what can be refused is refused by then.
     *
     * @throws jakarta.ws.rs.WebApplicationException 404, 422 or 429, and what to change
     */
    Answer answer(Asked asked) {
        return answer(asked, catalog.about(asked));
    }

    Answer answer(Asked asked, List<Named> agents) {
        var found = catalog.find(agents, asked.metric(), asked.labels());
        var span = asked.span().whole();
        var aggregate = asked.aggregate()
                .orElse(Aggregate.of(found.kind() == Metric.Kind.COUNTER ? Aggregate.Kind.RATE : Aggregate.Kind.AVG));
        var combine = asked.combine().orElse(aggregate.combine());
        var lines = catalog.marked(found.lines(), asked.by());
        check(lines, span, asked, combine);
        return new Answer(
                asked.metric(),
                found.kind(),
                found.unit(),
                aggregate,
                span,
                asked.by(),
                combine,
                asked.top(),
                new Batches(lines, question(found.wanted(), span, aggregate), aggregate, span));
    }

    private void check(List<Line> lines, Span span, Asked asked, Combine combine) {
        if (lines.size() > mostSeries) {
            throw Problems.tooMuch("These are %,d series; PULSE_QUERY_SERIES allows %,d. Name fewer agents, or labels."
                    .formatted(lines.size(), mostSeries));
        }
        var by = asked.by();
        var points = span.steps() * Math.max(shown(lines, asked), by.series() ? 0 : most(lines, by, by::lineOf));
        if (points > mostPoints) {
            throw Problems.tooMuch(("The answer could have %,d points; PULSE_QUERY_POINTS allows %,d."
                            + " Choose a longer step, a shorter span, fewer agents, by=agent, or top.")
                    .formatted(points, mostPoints));
        }
        var series = by.series() || !combine.holdsAll() ? 0 : most(lines, by, UnaryOperator.identity());
        if (span.steps() * series > mostPoints) {
            throw Problems.tooMuch(
                    ("A percentile of %,d series over %,d steps holds %,d points; PULSE_QUERY_POINTS allows"
                                    + " %,d. Choose a longer step, a shorter span, or fewer agents.")
                            .formatted(series, span.steps(), span.steps() * series, mostPoints));
        }
    }

    private static long shown(List<Line> lines, Asked asked) {
        var all = asked.by().series()
                ? lines.size()
                : lines.stream().map(asked.by()::lineOf).distinct().count();
        return Math.min(all, asked.top().orElse(Integer.MAX_VALUE));
    }

    /** How many are held at the same time: those of one agent where each is a line of its own, else those of all. */
    private static long most(List<Line> lines, By by, UnaryOperator<Line> held) {
        return lines.stream()
                .collect(groupingBy(
                        line -> by.agent() ? line.number() : 0L, mapping(held, collectingAndThen(toSet(), Set::size))))
                .values()
                .stream()
                .mapToLong(Integer::longValue)
                .max()
                .orElse(0);
    }

    private static Question question(List<Wanted> wanted, Span span, Aggregate aggregate) {
        var source = Source.choice(span.length(), span.step(), aggregate.wantsEveryValue());
        var from = Micros.of(span.from());
        if (aggregate.isGrowth()) {
            from -= Math.max(LOOK_BACK.toSeconds(), span.step().toSeconds()) * Micros.SECOND;
        }
        return new Question(wanted, source, from, Micros.of(span.to()), aggregate.aspects());
    }

    /** Agent by agent, as many at once as may be held. */
    private final class Batches implements Iterator<Batch> {

        private final List<Line> lines;
        private final Question question;
        private final Aggregate aggregate;
        private final Span span;
        private boolean isHeavy;
        private int linesAtOnce;
        private int next;
        private Batch first;

        Batches(List<Line> lines, Question question, Aggregate aggregate, Span span) {
            this.lines = lines;
            this.question = question;
            this.aggregate = aggregate;
            this.span = span;
            var points = lines.size() * span.steps();
            var read = points <= POINTS_AT_ONCE ? readIfLight() : null;
            if (read == null) {
                var batches = work.batches(question);
                isHeavy = batches > 1;
                linesAtOnce = (int) Math.max(1, Math.min(lines.size() / batches, POINTS_AT_ONCE / span.steps()));
                first = lines.isEmpty() ? null : read(false);
            } else {
                isHeavy = false;
                linesAtOnce = lines.size();
                first = read;
                next = lines.size();
            }
        }

        private Batch readIfLight() {
            try {
                return work.light(question, found -> batch(0, lines.size(), found));
            } catch (TooMuchException heavy) {
                return null;
            }
        }

        @Override
        public boolean hasNext() {
            return first != null || next < lines.size();
        }

        @Override
        public Batch next() {
            if (first != null) {
                var given = first;
                first = null;
                return given;
            }
            if (next >= lines.size()) {
                throw new NoSuchElementException();
            }
            return read(true);
        }

        /** As many agents as may be held at once; where hot frames make them too much, half of them, and so on. */
        private Batch read(boolean mayWait) {
            var begin = next;
            while (true) {
                var end = endOfAgent(Math.min(begin + linesAtOnce, lines.size()));
                try {
                    var batch = read(begin, end, mayWait);
                    next = end;
                    return batch;
                } catch (TooMuchException hot) {
                    if (isHeavy
                            && lines.get(begin).number() == lines.get(end - 1).number()) {
                        throw Work.tooMuchHot();
                    }
                    linesAtOnce = isHeavy ? Math.max(1, (end - begin) / 2) : linesAtOnce;
                    isHeavy = true;
                }
            }
        }

        /** An agent is not divided. */
        private int endOfAgent(int line) {
            var end = line;
            while (end > 0
                    && end < lines.size()
                    && lines.get(end).number() == lines.get(end - 1).number()) {
                end++;
            }
            return end;
        }

        private Batch read(int begin, int end, boolean mayWait) {
            var part = question.about(question.wanted().stream()
                    .filter(one -> one.series() >= begin && one.series() < end)
                    .toList());
            return isHeavy
                    ? work.heavy(part, mayWait, found -> batch(begin, end, found))
                    : work.light(part, found -> batch(begin, end, found));
        }

        private Batch batch(int begin, int end, Found found) {
            var curves = new ArrayList<Curve>(end - begin);
            for (int series = begin; series < end; series++) {
                var steps = new Steps(aggregate, lines.get(series).counts(), span);
                found.feed(series, steps);
                curves.add(steps.curve());
            }
            return new Batch(lines.subList(begin, end), curves, found.sources());
        }
    }
}
