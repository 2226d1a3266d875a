package io.pulsefleet.store.series;

import io.pulsefleet.store.series.Cover.Stretch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The questions as SQL. COPY takes no parameters, so they stand in the text: numbers and moments that we write ourselves,
 * nothing that a caller said.
 */
final class Statements {

    /** How far a hub's clock may be ahead of ours; what is received later than that is in no partition yet. */
    private static final Duration SKEW = Duration.ofMinutes(10);

    private final Question question;
    private final List<Span> spans;

    /** From 1. */
    private final Map<Span, Integer> numbers = new HashMap<>();

    /** The pairs of agent and set, in the order of their numbers, from 1. */
    private final List<List<Span>> pairs;

    Statements(Question question, List<Span> spans) {
        this.question = question;
        this.spans = spans;
        spans.forEach(span -> numbers.put(span, numbers.size() + 1));
        this.pairs = new ArrayList<>(spans.stream()
                .collect(Collectors.groupingBy(span -> List.of(span.agent(), span.set())))
                .values());
    }

    /**
     * What there is, as {@link Cover.Piece}: level, pair, day, oldest packing, parts, values to decode. Each table is
     * looked at once for all levels: a plan for many partitions costs more than the look.
     */
    String survey() {
        return survey("pack", "p.count::int8 * w.width * CASE p.level WHEN 0 THEN 1 ELSE 6 END") + " UNION ALL "
                + survey("rollup", "w.width * 6");
    }

    private String survey(String table, String values) {
        var levels = question.source().orElse().stream()
                .filter(source -> table(source).equals(table))
                .map(source -> Integer.toString(source.level()))
                .collect(Collectors.joining(", "));
        return """
                SELECT p.level, w.pair::int4, (p.from_at AT TIME ZONE 'UTC')::date - DATE '1970-01-01',
                       CASE WHEN p.level IN (0, 3600) THEN %d ELSE coalesce(p.parts_from, 0) END::int8,
                       array_agg(p.part), sum(%s)::int8
                FROM unnest(%s, %s, %s) WITH ORDINALITY w (agent, set, width, pair)
                JOIN %s p ON p.agent = w.agent AND p.set = w.set
                WHERE p.level IN (%s) AND %s AND (p.level NOT IN (0, 3600) OR p.from_at >= '%s')
                GROUP BY 1, 2, 3, 4""".formatted(
                Cover.PACKINGS,
                values,
                numbers(pairs, pair -> pair.get(0).agent()),
                numbers(pairs, pair -> pair.get(0).set()),
                numbers(pairs, pair -> pair.stream().mapToInt(Span::width).sum()),
                table,
                levels,
                between("p.from_at", Micros.floor(question.from(), Micros.DAY), question.to()),
                Micros.instant(Micros.floor(question.from(), Micros.HOUR)));
    }

    /**
     * Hot frames: span, at, values.
     *
     * @param mostValues more rows than can hold so many are not sent
     */
    String hot(Instant now, long mostValues) {
        return """
                SELECT w.span::int4, p.at, p.values[w.low:w.high]
                FROM unnest(%s, %s, %s, %s) WITH ORDINALITY w (agent, set, low, high, span)
                JOIN frame p ON p.agent = w.agent AND p.set = w.set
                WHERE p.received_at < '%s' AND %s
                LIMIT %s""".formatted(
                        numbers(spans, Span::agent),
                        numbers(spans, Span::set),
                        numbers(spans, span -> span.first() + 1),
                        numbers(spans, span -> span.first() + span.width()),
                        now.plus(SKEW),
                        between("p.at", question.from(), question.to()),
                        mostValues == Long.MAX_VALUE ? "ALL" : Long.toString(mostValues + 1));
    }

    /** One span's columns of packed slices: span, part, count, times, ends, where the first column begins, columns. */
    String packed(Source source, List<Stretch> stretches) {
        return """
                SELECT w.span, p.part, p.count, p.times, p.ends[w.low:w.high], coalesce(p.ends[w.low - 1], 0),
                       substring(p.data FROM coalesce(p.ends[w.low - 1], 0) + 1
                                        FOR p.ends[w.high] - coalesce(p.ends[w.low - 1], 0))
                """ + from(source, stretches, source.columns());
    }

    /** One span's part of rows: span, part, from, counts, mins, maxes, sums, lasts, when these were. */
    String rolled(Source source, List<Stretch> stretches) {
        return """
                SELECT w.span, p.part, p.from_at, p.count[w.low:w.high], p.min[w.low:w.high], p.max[w.low:w.high],
                       p.sum[w.low:w.high], p.last[w.low:w.high],
                       coalesce(p.last_at, p.from_at + p.level * interval '1 second' - interval '1 microsecond'),
                       p.last_ago[w.low:w.high]
                """ + from(source, stretches, 1);
    }

    private String from(Source source, List<Stretch> stretches, int columns) {
        var reads = new ArrayList<Read>();
        for (var stretch : stretches) {
            for (var span : pairs.get(stretch.pair() - 1)) {
                reads.add(new Read(numbers.get(span), span, stretch));
            }
        }
        var first = stretches.stream().mapToInt(Stretch::firstDay).min().orElseThrow();
        var last = stretches.stream().mapToInt(Stretch::lastDay).max().orElseThrow();
        var from = Math.max(first * Micros.DAY, Micros.floor(question.from(), source.sliceMicros()));
        var to = Math.min((last + 1) * Micros.DAY, question.to());
        return """
                FROM unnest(%s, %s, %s, %s, %s, %s::timestamptz[], %s::timestamptz[], %s::int8[],
                            %s::int8[])
                     w (span, agent, set, low, high, from_at, to_at, first_part, last_part)
                JOIN %s p ON p.agent = w.agent AND p.set = w.set AND p.from_at >= w.from_at AND p.from_at < w.to_at
                         AND p.part BETWEEN w.first_part AND w.last_part
                WHERE p.level = %d AND %s""".formatted(
                numbers(reads, Read::number),
                numbers(reads, read -> read.span().agent()),
                numbers(reads, read -> read.span().set()),
                numbers(reads, read -> read.span().first() * columns + 1),
                numbers(reads, read -> (read.span().first() + read.span().width()) * columns),
                list(
                        reads,
                        read -> Micros.instant(Math.max(from, read.stretch().firstDay() * Micros.DAY))
                                .toString()),
                list(
                        reads,
                        read -> Micros.instant((read.stretch().lastDay() + 1) * Micros.DAY)
                                .toString()),
                list(reads, read -> Long.toString(read.stretch().firstPart())),
                list(reads, read -> Long.toString(read.stretch().lastPart())),
                table(source),
                source.level(),
                between("p.from_at", from, to));
    }

    private record Read(int number, Span span, Stretch stretch) {}

    private static String table(Source source) {
        return source.isInRows() ? "rollup" : "pack";
    }

    private static String between(String column, long from, long to) {
        return "%1$s >= '%2$s' AND %1$s < '%3$s'".formatted(column, Micros.instant(from), Micros.instant(to));
    }

    private static <T> String numbers(List<T> all, Function<T, Integer> number) {
        return list(all, one -> Integer.toString(number.apply(one))) + "::int4[]";
    }

    private static <T> String list(List<T> all, Function<T, String> text) {
        return all.stream().map(text).collect(Collectors.joining(",", "'{", "}'"));
    }
}
