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
import java.util.stream.IntStream;

/**
 * The questions as SQL. COPY takes no parameters, so they stand in the text: numbers and moments that we write ourselves,
 * nothing that a caller said.
 */
final class Statements {

    /** How far a hub's clock may be ahead of ours; what is received later than that is in no partition yet. */
    private static final Duration SKEW = Duration.ofMinutes(10);

    /** As the accounts of packing are kept. */
    private static final int AGENTS_IN_BUCKET = 64;

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

    /** The days from the question's first to its last, since 1970. */
    List<Integer> days() {
        var first = (int) Math.floorDiv(question.from(), Micros.DAY);
        var last = (int) Math.floorDiv(question.to() - 1, Micros.DAY);
        return IntStream.rangeClosed(first, last).boxed().toList();
    }

    /**
     * What there is in one table, as {@link Cover.Piece}: level, pair, day, oldest packing, parts, values to decode. The
     * table is looked at once for all levels: a plan for many partitions costs more than the look.
     *
     * @param days to look at; not none
     */
    String survey(boolean inRows, List<Integer> days) {
        return inRows
                ? survey("rollup", "w.width * 6", days)
                : survey("pack", "p.count::int8 * w.width * CASE p.level WHEN 0 THEN 1 ELSE 6 END", days);
    }

    private String survey(String table, String values, List<Integer> days) {
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
                WHERE p.level IN (%s) AND (%s) AND (p.level NOT IN (0, 3600) OR p.from_at >= '%s')
                GROUP BY 1, 2, 3, 4""".formatted(
                Cover.PACKINGS,
                values,
                numbers(pairs, pair -> pair.get(0).agent()),
                numbers(pairs, pair -> pair.get(0).set()),
                numbers(pairs, pair -> pair.stream().mapToInt(Span::width).sum()),
                table,
                levels,
                within(days),
                Micros.instant(Micros.floor(question.from(), Micros.HOUR)));
    }

    /** Days side by side are one condition: each partition is looked at for each of them. */
    private String within(List<Integer> days) {
        var conditions = new ArrayList<String>();
        for (int i = 0, from; i < days.size(); i++) {
            from = days.get(i);
            while (i + 1 < days.size() && days.get(i + 1) == days.get(i) + 1) {
                i++;
            }
            var to = Math.min((days.get(i) + 1) * Micros.DAY, question.to());
            conditions.add("(" + between("p.from_at", from * Micros.DAY, to) + ")");
        }
        return String.join(" OR ", conditions);
    }

    /** What was packed, whoever of 64 agents it is of: bucket, day, packings. */
    String packings() {
        return """
                SELECT bucket, day - DATE '1970-01-01', array_agg(part) FROM packed
                WHERE level = 0 AND bucket = ANY (%s)
                      AND day BETWEEN DATE '1970-01-01' + %d AND DATE '1970-01-01' + %d
                GROUP BY 1, 2""".formatted(
                numbers(pairs, pair -> bucket(pair.get(0).agent())), days().get(0), days().get(days().size() - 1));
    }

    /** From 1. */
    int bucketOf(int pair) {
        return bucket(pairs.get(pair - 1).get(0).agent());
    }

    int pairs() {
        return pairs.size();
    }

    private static int bucket(int agent) {
        return agent / AGENTS_IN_BUCKET;
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

    /**
     * One span's columns of packed slices: span, part, count, times, ends, where the first column begins, columns. What is
     * wanted of the ends is cut out once: each look at them would unpack them all.
     */
    String packed(Source source, List<Stretch> stretches) {
        return """
                SELECT w.span, p.part, p.count, p.times, CASE w.low WHEN 1 THEN e.ends ELSE e.ends[2:] END, e.begins,
                       substring(p.data FROM e.begins + 1 FOR e.ends[array_upper(e.ends, 1)] - e.begins)
                """ + from(source, stretches, source.columns(), """
                CROSS JOIN LATERAL (SELECT cut.ends, CASE w.low WHEN 1 THEN 0 ELSE coalesce(cut.ends[1], 0) END AS begins
                                    FROM (SELECT p.ends[w.low - 1:w.high] AS ends OFFSET 0) cut OFFSET 0) e
                """);
    }

    /**
     * One span's part of rows: span, part, from, counts, mins, maxes, sums, lasts, when these were. Each array that is looked
     * at is unpacked as a whole, so that only those are which are wanted, or which these may leave out.
     */
    String rolled(Source source, List<Stretch> stretches) {
        var aspects = question.aspects();
        var last = aspects.contains(Aspect.LAST);
        return """
                SELECT w.span, p.part, p.from_at, p.count[w.low:w.high], p.min[w.low:w.high], %s, %s, %s,
                       coalesce(p.last_at, p.from_at + p.level * interval '1 second' - interval '1 microsecond'), %s
                """.formatted(
                                cut("max", last || aspects.contains(Aspect.MAX)),
                                cut("sum", aspects.contains(Aspect.SUM)),
                                cut("last", last),
                                cut("last_ago", last))
                + from(source, stretches, 1, "");
    }

    private static String cut(String column, boolean isWanted) {
        return isWanted ? "p." + column + "[w.low:w.high]" : "NULL";
    }

    private String from(Source source, List<Stretch> stretches, int columns, String more) {
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
                %sWHERE p.level = %d AND %s""".formatted(
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
                more,
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
