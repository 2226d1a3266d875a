package io.pulsefleet.store.series;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides from where each day of each agent's set is read, so that nothing is read twice and nothing left out.
 *
 * <p>(1) A day comes from the first source of {@link Source#orElse} that has any of it. (2) What is made once a day is
 * over bears the number of the newest packing that it holds; what was packed later (late data) comes from what it is
 * made from. (3) What is not packed yet lies hot and is nowhere else; this is no concern of this class.
 */
final class Cover {

    /**
     * What there is of a day.
     *
     * @param pair which agent's set, a number
     * @param day since 1970
     * @param part the newest
     * @param values how many must be decoded
     */
    record Piece(Source source, int pair, int day, long part, long values) {}

    /**
     * What is to be read.
     *
     * @param firstDay included
     * @param lastDay included
     * @param afterPart older parts are not wanted
     */
    record Stretch(Source source, int pair, int firstDay, int lastDay, long afterPart) {}

    record Plan(List<Stretch> stretches, long values) {}

    private static final long ALL_PARTS = -1;

    private record Day(int pair, int day) {}

    private Cover() {}

    static Plan of(Source wanted, List<Piece> pieces) {
        var byDay = new HashMap<Day, Map<Source, Piece>>();
        for (var piece : pieces) {
            byDay.computeIfAbsent(new Day(piece.pair(), piece.day()), none -> new HashMap<>())
                    .put(piece.source(), piece);
        }
        var stretches = new ArrayList<Stretch>();
        var values = 0L;
        for (var day : byDay.values()) {
            for (var piece : chosen(wanted, day, stretches)) {
                values += piece.values();
            }
        }
        return new Plan(joined(stretches), values);
    }

    private static List<Piece> chosen(Source wanted, Map<Source, Piece> day, List<Stretch> into) {
        var best = wanted.orElse().stream()
                .filter(day::containsKey)
                .map(day::get)
                .findFirst()
                .orElseThrow();
        into.add(stretch(best, ALL_PARTS));
        var base = day.get(best.source().madeFrom());
        if (base == null || base.equals(best) || base.part() <= best.part()) {
            return List.of(best);
        }
        into.add(stretch(base, best.part()));
        return List.of(best, base);
    }

    private static Stretch stretch(Piece piece, long afterPart) {
        return new Stretch(piece.source(), piece.pair(), piece.day(), piece.day(), afterPart);
    }

    /** Days side by side that are read alike become one stretch. */
    private static List<Stretch> joined(List<Stretch> days) {
        days.sort(Comparator.comparing(Stretch::source)
                .thenComparing(Stretch::pair)
                .thenComparing(Stretch::afterPart)
                .thenComparing(Stretch::firstDay));
        var joined = new ArrayList<Stretch>();
        Stretch open = null;
        for (var day : days) {
            if (open != null
                    && open.source() == day.source()
                    && open.pair() == day.pair()
                    && open.afterPart() == day.afterPart()
                    && open.lastDay() + 1 == day.firstDay()) {
                open = new Stretch(open.source(), open.pair(), open.firstDay(), day.lastDay(), open.afterPart());
                joined.set(joined.size() - 1, open);
            } else {
                open = day;
                joined.add(day);
            }
        }
        return joined;
    }
}
