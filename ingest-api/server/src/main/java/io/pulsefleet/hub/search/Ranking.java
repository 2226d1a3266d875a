package io.pulsefleet.hub.search;

import io.pulsefleet.store.search.Names.Hit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which of what was found come first.
 *
 * <p>(1) What is called just so; then what begins so; then what has a word that begins so; then what has it anywhere in its
 * name; then what is known by it otherwise. (2) Of what fits alike, hosts before databases, and so on; then the shorter
 * name, so that web-2 is before web-10. (3) No kind takes the room of the others: each has its share of it.
 */
record Ranking(String asked) {

    private enum Fit {
        EXACT,
        PREFIX,
        WORD,
        INSIDE,
        OTHERWISE
    }

    record Ranked(Kind kind, Hit hit) {}

    private record Fitting(Fit fit, Ranked ranked) {

        private static final Comparator<Fitting> BEST_FIRST = Comparator.comparing(Fitting::fit)
                .thenComparing(one -> one.ranked().kind())
                .thenComparing(one -> one.ranked().hit().name().length())
                .thenComparing(one -> one.ranked().hit().name())
                .thenComparing(one -> one.ranked().hit().more())
                .thenComparing(one -> one.ranked().hit().id());
    }

    /** @param limit so many at most */
    List<Ranked> best(Map<Kind, List<Hit>> found, int limit) {
        var all = new ArrayList<Fitting>();
        found.forEach((kind, hits) ->
                hits.forEach(hit -> all.add(new Fitting(fit(hit.name()), new Ranked(kind, hit)))));
        all.sort(Fitting.BEST_FIRST);
        var chosen = chosen(all, limit);
        return all.stream().filter(chosen::contains).map(Fitting::ranked).toList();
    }

    /** Each kind's best as its share; what is left of the room goes to whatever is best. */
    private static Set<Fitting> chosen(List<Fitting> all, int limit) {
        var kinds = all.stream().map(one -> one.ranked().kind()).distinct().count();
        var share = kinds == 0 ? 0 : limit / kinds;
        var taken = new EnumMap<Kind, Integer>(Kind.class);
        var chosen = new HashSet<Fitting>();
        all.stream()
                .filter(one -> taken.merge(one.ranked().kind(), 1, Integer::sum) <= share)
                .forEach(chosen::add);
        all.stream()
                .filter(one -> !chosen.contains(one))
                .limit(limit - chosen.size())
                .forEach(chosen::add);
        return chosen;
    }

    private Fit fit(String name) {
        var lower = name.toLowerCase(Locale.ROOT);
        if (lower.equals(asked)) {
            return Fit.EXACT;
        }
        if (lower.startsWith(asked)) {
            return Fit.PREFIX;
        }
        var place = lower.indexOf(asked);
        for (var at = place; at >= 0; at = lower.indexOf(asked, at + 1)) {
            if (!Character.isLetterOrDigit(lower.charAt(at - 1))) {
                return Fit.WORD;
            }
        }
        return place < 0 ? Fit.OTHERWISE : Fit.INSIDE;
    }
}
