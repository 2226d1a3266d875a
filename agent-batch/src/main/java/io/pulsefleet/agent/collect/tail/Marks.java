package io.pulsefleet.agent.collect.tail;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * How far each file of a tail was read.
 *
 * <p>Only the newest are named, also of those that are gone, for they may come back under another name. Of files that are
 * not named, those that were changed before the horizon have been read.
 *
 * @param horizon in nanoseconds since the epoch
 */
public record Marks(List<Mark> marks, long horizon) {

    /** Nothing was read yet. */
    public static final Marks NONE = new Marks(List.of(), Long.MIN_VALUE);

    private static final int MOST = 100;

    public Marks {
        if (marks == null || marks.stream().anyMatch(mark -> mark == null)) {
            throw new IllegalArgumentException("marks: must be there");
        }
        marks = Collections.unmodifiableList(new ArrayList<>(marks));
    }

    /** @param unread when the oldest of the files that are not read to their end was changed last */
    static Marks newestOf(List<Mark> all, long horizon, long unread) {
        var byAge = new ArrayList<>(all);
        byAge.sort(Comparator.comparingLong(Mark::modified));
        int drop = Math.max(0, byAge.size() - MOST);
        while (drop > 0 && !mayBeForgotten(byAge, drop, unread)) {
            drop--;
        }
        var beyond = drop == 0 ? horizon : Math.max(horizon, byAge.get(drop - 1).modified());
        return new Marks(byAge.subList(drop, byAge.size()), beyond);
    }

    /** A file as old as the horizon counts as read, so there must be none that is to be read or is named. */
    private static boolean mayBeForgotten(List<Mark> byAge, int drop, long unread) {
        var newest = byAge.get(drop - 1).modified();
        return newest < unread && newest < byAge.get(drop).modified();
    }
}
