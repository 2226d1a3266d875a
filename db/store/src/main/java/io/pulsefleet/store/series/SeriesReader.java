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
import java.util.stream.Collectors;
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

    /**
     * @param mostValues that may be decoded
     * @param longest that each statement may take
     * @throws TooMuchException when it would be more; nothing was read then
     * @throws TooSlowException when a statement did not end in time
     */
    public Found read(Question question, long mostValues, Duration longest) {
        var layout = Span.layout(question.wanted());
        var found = new Found(question, layout);
        if (layout.spans().isEmpty()) {
            return found;
        }
        var values = mostValues == Long.MAX_VALUE ? 0 : estimate(question, longest); // apart: it waits for no lock
        if (values > mostValues) {
            throw new TooMuchException(values);
        }
        var statements = new Statements(question, layout.spans());
        return snapshot.lookAtHotToo(longest, connection -> {
            var plan = plan(connection, question.source(), statements);
            var bySource = plan.stretches().stream().collect(Collectors.groupingBy(Stretch::source));
            for (var source : bySource.keySet()) {
                if (source.isInRows()) {
                    readRolled(connection, source, statements.rolled(source, bySource.get(source)), found);
                } else {
                    readPacked(connection, source, statements.packed(source, bySource.get(source)), found);
                }
            }
            readHot(connection, statements, found);
            return found.sorted();
        });
    }

    /** How many values would have to be decoded; hot frames, of which there are few, not counted. */
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

    private static Plan plan(Connection connection, Source source, Statements statements) throws SQLException {
        var pieces = new ArrayList<Piece>();
        try (var rows = new Rows(connection, statements.survey())) {
            while (rows.next()) {
                pieces.add(new Piece(source(rows.number()), rows.number(), rows.number(), rows.big(), rows.big()));
            }
        }
        return Cover.of(source, pieces);
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

    private static void readHot(Connection connection, Statements statements, Found found) throws SQLException {
        try (var rows = new Rows(connection, statements.hot(Instant.now()))) {
            while (rows.next()) {
                found.addHot(rows);
            }
        }
    }
}
