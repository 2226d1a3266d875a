package io.pulsefleet.store.series;

import io.pulsefleet.store.series.Span.Layout;
import io.pulsefleet.store.series.Span.Place;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What was found for a question. Nothing of the database is held any more. */
public final class Found {

    private final Question question;
    private final Layout layout;
    private final Set<Source> sources = EnumSet.noneOf(Source.class);
    private final List<HotRun> hot = new ArrayList<>();
    private final List<List<PackedRun>> packed = new ArrayList<>();
    private final List<List<RolledRow>> rolled = new ArrayList<>();

    Found(Question question, Layout layout) {
        this.question = question;
        this.layout = layout;
        for (var span : layout.spans()) {
            hot.add(new HotRun(span.width()));
            packed.add(new ArrayList<>());
            rolled.add(new ArrayList<>());
        }
    }

    /** Where something was found; what is hot is raw. */
    public Set<Source> sources() {
        return Set.copyOf(sources);
    }

    /** Hands on what this series did, in the order of time. */
    public void feed(int series, Points points) {
        var merge = new Merge(question.from(), question.to());
        for (var place : layout.places().getOrDefault(series, List.of())) {
            addTo(merge, place);
        }
        merge.into(points);
    }

    private void addTo(Merge merge, Place place) {
        for (var run : packed.get(place.span())) {
            if (run.ends().length == 0) {
                continue; // the set has no such position
            }
            if (run.source() == Source.RAW) {
                merge.values(run.at(), run.column(place.column()));
            } else {
                addBuckets(merge, run, place.column());
            }
        }
        for (var row : rolled.get(place.span())) {
            var i = place.column();
            if (i < row.count().length && row.count()[i] > 0) {
                merge.bucket(
                        row.part(),
                        new Bucket(
                                row.from(),
                                row.from() + row.source().level() * Micros.SECOND,
                                row.min()[i],
                                row.max()[i],
                                row.sum()[i],
                                row.count()[i],
                                row.last()[i],
                                row.lastAt() - row.lastAgo()[i]));
            }
        }
        var visits = hot.get(place.span());
        if (visits.count() > 0) {
            merge.values(visits.at(), visits.column(place.column()));
        }
    }

    /** Of each position there are six columns: min, max, sum, count, last, last_ago. */
    private static void addBuckets(Merge merge, PackedRun run, int column) {
        var min = run.column(6 * column);
        var max = run.column(6 * column + 1);
        var sum = run.column(6 * column + 2);
        var count = run.column(6 * column + 3);
        var last = run.column(6 * column + 4);
        var lastAgo = run.column(6 * column + 5);
        for (var i = 0; i < run.count(); i++) {
            if (count[i] > 0) {
                var length = run.source().level() * Micros.SECOND;
                var newest = run.at()[i];
                var from = Micros.floor(newest, length);
                merge.bucket(
                        run.part(),
                        new Bucket(
                                from,
                                from + length,
                                min[i],
                                max[i],
                                sum[i],
                                count[i],
                                last[i],
                                newest - (long) lastAgo[i]));
            }
        }
    }

    /** @return how many values */
    int addHot(Rows row) {
        var span = row.number() - 1;
        hot.get(span).add(row.moment(), row);
        sources.add(Source.RAW);
        return layout.spans().get(span).width();
    }

    void addPacked(Source source, PackedRun run, int span) {
        packed.get(span - 1).add(run);
        sources.add(source);
    }

    void addRolled(Source source, Rows row) {
        var span = row.number() - 1;
        rolled.get(span).add(RolledRow.of(source, layout.spans().get(span).width(), row));
        sources.add(source);
    }

    Found sorted() {
        hot.forEach(HotRun::sort);
        return this;
    }
}
