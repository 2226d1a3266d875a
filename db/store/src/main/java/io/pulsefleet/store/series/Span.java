package io.pulsefleet.store.series;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Positions of one agent's set that lie side by side: one piece of an array, one piece of a packed slice.
 *
 * @param first from 0
 * @param width how many positions
 */
record Span(int agent, int set, int first, int width) {

    /** So many positions that nobody wants are read along rather than a row twice. */
    private static final int GAP = 4;

    /** A series' column in a span; both are numbers. */
    record Place(int span, int column) {}

    /**
     * @param spans without two that overlap
     * @param places where each series has its values
     */
    record Layout(List<Span> spans, Map<Integer, List<Place>> places) {}

    private record Pair(int agent, int set) {}

    static Layout layout(List<Wanted> wanted) {
        var spans = new ArrayList<Span>();
        var places = new HashMap<Integer, List<Place>>();
        wanted.stream()
                .collect(Collectors.groupingBy(one -> new Pair(one.agent(), one.set())))
                .values()
                .forEach(ofOneSet -> add(ofOneSet, spans, places));
        return new Layout(spans, places);
    }

    private static void add(List<Wanted> ofOneSet, List<Span> spans, Map<Integer, List<Place>> places) {
        Span span = null;
        for (var one : ofOneSet.stream()
                .sorted(Comparator.comparingInt(Wanted::position))
                .toList()) {
            if (span == null || one.position() > span.first + span.width + GAP) {
                span = new Span(one.agent(), one.set(), one.position(), 1);
                spans.add(span);
            } else {
                span = new Span(span.agent, span.set, span.first, one.position() - span.first + 1);
                spans.set(spans.size() - 1, span);
            }
            places.computeIfAbsent(one.series(), none -> new ArrayList<>())
                    .add(new Place(spans.size() - 1, one.position() - span.first));
        }
    }
}
