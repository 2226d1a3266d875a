package io.pulsefleet.store.series;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * Decides from where each day of each agent's set is read, so that nothing is read twice and nothing left out.
 *
 * <p>(1) What a roll-up of the day holds (all packings from {@link Piece#partsFrom} to its own part) is a batch; what is in
 * no batch stands by itself, packing by packing. (2) Each batch and each packing comes from the first source of {@link
 * Source#orElse} that has it: the visits of an old day may be gone, and some that came late be there again. (3) Visits and
 * hours have parts of the same numbers. (4) What is not packed yet lies hot and is nowhere else; this is no concern of
 * this class.
 */
final class Cover {

    /** Of {@link Piece#partsFrom}: a part of it is a packing. */
    static final long PACKINGS = -1;

    /**
     * What there is of a day.
     *
     * @param pair which agent's set, a number
     * @param day since 1970
     * @param partsFrom the oldest packing that a roll-up holds, or {@link #PACKINGS}
     * @param parts in any order; not none
     * @param values how many must be decoded
     */
    record Piece(Source source, int pair, int day, long partsFrom, List<Long> parts, long values) {

        long newest() {
            return parts.stream().mapToLong(each -> each).max().orElseThrow();
        }
    }

    /**
     * What is to be read.
     *
     * @param firstDay included
     * @param lastDay included
     * @param firstPart included
     * @param lastPart included
     */
    record Stretch(Source source, int pair, int firstDay, int lastDay, long firstPart, long lastPart) {}

    record Plan(List<Stretch> stretches, long values) {}

    private record Day(int pair, int day) {}

    /** Parts that are read from one source. */
    private record Choice(Source source, long first, long last) {

        boolean has(long part) {
            return part >= first && part <= last;
        }
    }

    /** What one roll-up holds, or a packing that none holds. */
    private static final class Batch {
        private final long first;
        private long last;
        private final Set<Source> sources = EnumSet.noneOf(Source.class);

        Batch(long first, long last) {
            this.first = first;
            this.last = last;
        }
    }

    private Cover() {}

    static Plan of(Source wanted, List<Piece> pieces) {
        var byDay = new HashMap<Day, List<Piece>>();
        for (var piece : pieces) {
            byDay.computeIfAbsent(new Day(piece.pair(), piece.day()), none -> new ArrayList<>())
                    .add(piece);
        }
        var stretches = new ArrayList<Stretch>();
        var values = 0L;
        for (var entry : byDay.entrySet()) {
            var day = entry.getKey();
            var choices = choices(wanted, entry.getValue());
            for (var choice : choices) {
                stretches.add(
                        new Stretch(choice.source(), day.pair(), day.day(), day.day(), choice.first(), choice.last()));
            }
            values += values(entry.getValue(), choices);
        }
        return new Plan(joined(stretches), values);
    }

    private static List<Choice> choices(Source wanted, List<Piece> day) {
        var choices = new ArrayList<Choice>();
        for (var batch : batches(day)) {
            var source = wanted.orElse().stream()
                    .filter(batch.sources::contains)
                    .findFirst()
                    .orElseThrow();
            var before = choices.isEmpty() ? null : choices.get(choices.size() - 1);
            if (before != null && before.source() == source) {
                choices.set(choices.size() - 1, new Choice(source, before.first(), batch.last));
            } else {
                choices.add(new Choice(source, batch.first, batch.last));
            }
        }
        return widened(choices, day);
    }

    /** In the order of their parts, of which no two batches share one. */
    private static List<Batch> batches(List<Piece> day) {
        var batches = new TreeMap<Long, Batch>();
        for (var piece : day) {
            if (piece.partsFrom() != PACKINGS) {
                var batch = batches.computeIfAbsent(piece.partsFrom(), first -> new Batch(first, first));
                batch.last = Math.max(batch.last, piece.newest());
                batch.sources.add(piece.source());
            }
        }
        for (var piece : day) {
            if (piece.partsFrom() == PACKINGS) {
                for (var part : piece.parts()) {
                    var holder = batches.floorEntry(part);
                    var batch = holder != null && part <= holder.getValue().last
                            ? holder.getValue()
                            : batches.computeIfAbsent(part, own -> new Batch(own, own));
                    batch.sources.add(piece.source());
                }
            }
        }
        return List.copyOf(batches.values());
    }

    /** Where all that a source has of the day is wanted, as nearly always, it need not be said by parts. */
    private static List<Choice> widened(List<Choice> choices, List<Piece> day) {
        var bySource = new EnumMap<Source, List<Choice>>(Source.class);
        for (var choice : choices) {
            bySource.computeIfAbsent(choice.source(), none -> new ArrayList<>()).add(choice);
        }
        var widened = new ArrayList<Choice>();
        bySource.forEach((source, its) -> {
            var isAll = day.stream()
                    .filter(piece -> piece.source() == source)
                    .flatMap(piece -> piece.parts().stream())
                    .allMatch(part -> isIn(its, part));
            widened.addAll(isAll ? List.of(new Choice(source, 0, Long.MAX_VALUE)) : its);
        });
        return widened;
    }

    private static boolean isIn(List<Choice> choices, long part) {
        return choices.stream().anyMatch(choice -> choice.has(part));
    }

    private static long values(List<Piece> day, List<Choice> choices) {
        var values = 0L;
        for (var piece : day) {
            var chosen = piece.parts().stream()
                    .filter(part ->
                            choices.stream().anyMatch(choice -> choice.source() == piece.source() && choice.has(part)))
                    .count();
            values += piece.values() * chosen / piece.parts().size();
        }
        return values;
    }

    /** Days side by side that are read alike become one stretch. */
    private static List<Stretch> joined(List<Stretch> days) {
        days.sort(Comparator.comparing(Stretch::source)
                .thenComparing(Stretch::pair)
                .thenComparing(Stretch::firstPart)
                .thenComparing(Stretch::lastPart)
                .thenComparing(Stretch::firstDay));
        var joined = new ArrayList<Stretch>();
        Stretch open = null;
        for (var day : days) {
            if (open != null
                    && open.source() == day.source()
                    && open.pair() == day.pair()
                    && open.firstPart() == day.firstPart()
                    && open.lastPart() == day.lastPart()
                    && open.lastDay() + 1 == day.firstDay()) {
                open = new Stretch(
                        open.source(), open.pair(), open.firstDay(), day.lastDay(), open.firstPart(), open.lastPart());
                joined.set(joined.size() - 1, open);
            } else {
                open = day;
                joined.add(day);
            }
        }
        return joined;
    }
}
