package io.pulsefleet.store.series;

import io.pulsefleet.store.pack.SliceCodec;
import io.pulsefleet.store.series.Cover.Piece;
import io.pulsefleet.store.series.Cover.Plan;
import io.pulsefleet.store.series.Cover.Stretch;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Reads series, from wherever they lie. */
@ApplicationScoped
public class SeriesReader {

    private Snapshot snapshot;

    public SeriesReader() {}

    @Inject
    public SeriesReader(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    /** The same limit for what is decoded and what is hot. */
    public Found read(Question question, long mostValues, Duration longest) {
        return read(question, mostValues, mostValues, longest);
    }

    /**
     * @param mostValues that may be decoded
     * @param mostHot values that may be held as they lie in hot frames
     * @param longest that each statement may take
     * @throws TooMuchException when it would be more; no more than that was read then
     * @throws TooSlowException when a statement did not end in time
     */
    public Found read(Question question, long mostValues, long mostHot, Duration longest) {
        var layout = Span.layout(question.wanted());
        var found = new Found(question, layout);
        if (layout.spans().isEmpty()) {
            return found;
        }
        if (mostOf(question, layout.spans()) > mostValues) {
            var values = estimate(question, longest); // apart: it waits for no lock
            if (values > mostValues) {
                throw new TooMuchException(values);
            }
        }
        var statements = new Statements(question, layout.spans());
        return snapshot.lookAtHotToo(longest, connection -> {
            var plan = plan(connection, question.source(), statements);
            if (plan.values() > mostValues) {
                throw new TooMuchException(plan.values());
            }
            var bySource = plan.stretches().stream().collect(Collectors.groupingBy(Stretch::source));
            for (var source : bySource.keySet()) {
                if (source.isInRows()) {
                    readRolled(connection, source, statements.rolled(source, bySource.get(source)), found);
                } else {
                    readPacked(connection, source, statements.packed(source, bySource.get(source)), found);
                }
            }
            readHot(connection, statements, found, mostHot);
            return found.sorted();
        });
    }

    /** More are not likely to be decoded: a visit a second, or each column of each stretch. */
    private static long mostOf(Question question, List<Span> spans) {
        var width = spans.stream().mapToLong(Span::width).sum();
        var seconds = Math.max(0, question.to() - question.from()) / Micros.SECOND + Source.HOUR.level();
        return width
                * question.source().columns()
                * (seconds / Math.max(1, question.source().level()) + 1);
    }

    /** How many values would have to be decoded; hot frames are not: they are counted as they are read. */
    public long estimate(Question question, Duration longest) {
        var layout = Span.layout(question.wanted());
        if (layout.spans().isEmpty()) {
            return 0;
        }
        var statements = new Statements(question, layout.spans());
        return snapshot.look(
                longest,
                connection -> plan(connection, question.source(), statements).values());
    }

    /**
     * Rows of hours and days are few and lie in few partitions. Where they hold all that was packed, as nearly always, the
     * many partitions of packs are not looked at.
     */
    private static Plan plan(Connection connection, Source source, Statements statements) throws SQLException {
        var days = statements.days();
        if (days.isEmpty()) {
            return Cover.of(source, List.of());
        }
        var pieces = new ArrayList<>(survey(connection, statements.survey(true, days)));
        if (source.isInRows()) {
            days = lacking(pieces, statements, packings(connection, statements));
        }
        if (!days.isEmpty()) {
            pieces.addAll(survey(connection, statements.survey(false, days)));
        }
        return Cover.of(source, pieces);
    }

    private static List<Piece> survey(Connection connection, String select) throws SQLException {
        var pieces = new ArrayList<Piece>();
        try (var rows = new Rows(connection, select)) {
            while (rows.next()) {
                pieces.add(new Piece(
                        source(rows.number()), rows.number(), rows.number(), rows.big(), rows.bigs(), rows.big()));
            }
        }
        return pieces;
    }

    private record Heap(int bucket, int day) {}

    private static Map<Heap, List<Long>> packings(Connection connection, Statements statements) throws SQLException {
        var packings = new HashMap<Heap, List<Long>>();
        try (var rows = new Rows(connection, statements.packings())) {
            while (rows.next()) {
                packings.put(new Heap(rows.number(), rows.number()), rows.bigs());
            }
        }
        return packings;
    }

    /** The days of which some packing is in none of the rows, of whichever pair. */
    private static List<Integer> lacking(List<Piece> rows, Statements statements, Map<Heap, List<Long>> packings) {
        record PairsDay(int pair, int day) {}
        var held = rows.stream().collect(Collectors.groupingBy(piece -> new PairsDay(piece.pair(), piece.day())));
        return statements.days().stream()
                .filter(day -> IntStream.rangeClosed(1, statements.pairs())
                        .anyMatch(pair -> !hold(
                                held.getOrDefault(new PairsDay(pair, day), List.of()),
                                packings.getOrDefault(new Heap(statements.bucketOf(pair), day), List.of()))))
                .toList();
    }

    private static boolean hold(List<Piece> pieces, List<Long> packings) {
        var parts = pieces.stream()
                .filter(piece -> piece.partsFrom() == Cover.PACKINGS)
                .flatMap(piece -> piece.parts().stream())
                .collect(Collectors.toSet());
        return packings.stream()
                .allMatch(part -> parts.contains(part)
                        || pieces.stream()
                                .anyMatch(piece -> piece.partsFrom() != Cover.PACKINGS
                                        && piece.partsFrom() <= part
                                        && part <= piece.newest()));
    }

    private static Source source(int level) {
        return Stream.of(Source.values())
                .filter(source -> source.level() == level)
                .findFirst()
                .orElseThrow();
    }

    private static void readPacked(Connection connection, Source source, String select, Found found)
            throws SQLException {
        try (var rows = new Rows(connection, select)) {
            while (rows.next()) {
                var span = rows.number();
                var part = rows.big();
                var count = rows.number();
                var at = SliceCodec.times(rows.bytes(), count);
                found.addPacked(
                        source,
                        new PackedRun(source, part, count, at, rows.numbers(), rows.number(), rows.bytes()),
                        span);
            }
        }
    }

    private static void readRolled(Connection connection, Source source, String select, Found found)
            throws SQLException {
        try (var rows = new Rows(connection, select)) {
            while (rows.next()) {
                found.addRolled(source, rows);
            }
        }
    }

    /** Read as a limited statement, so that what is too much ends at once and need not be passed over. */
    private static void readHot(Connection connection, Statements statements, Found found, long mostHot)
            throws SQLException {
        var values = 0L;
        try (var rows = new Rows(connection, statements.hot(Instant.now(), mostHot))) {
            while (rows.next()) {
                values += found.addHot(rows);
                if (values > mostHot) {
                    throw new TooMuchException(values);
                }
            }
        }
    }
}
