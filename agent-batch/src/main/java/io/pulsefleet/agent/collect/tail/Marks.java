package io.pulsefleet.agent.collect.tail;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.pulsefleet.agent.collect.tail.Mark.State;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * How far each file of a tail was read.
 *
 * <p>Only the newest are named, also of those that are gone, for they may come back under another name. Of the others
 * those that are there are kept in few bytes, for somebody may write to them again; those that are gone are forgotten. Of
 * files that are nowhere here, those that were changed before the horizon have been read.
 *
 * @param horizon in nanoseconds since the epoch
 * @param idle the files that are there and are not among the newest, packed; null where there are none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Marks(List<Mark> marks, long horizon, String idle) {

    /** Nothing was read yet. */
    public static final Marks NONE = new Marks(List.of(), Long.MIN_VALUE, null);

    private static final int MOST = 100;

    public Marks {
        if (marks == null || marks.stream().anyMatch(mark -> mark == null)) {
            throw new IllegalArgumentException("marks: must be there");
        }
        marks = Collections.unmodifiableList(new ArrayList<>(marks));
    }

    /**
     * @param keepsIdle whether files may be written to again after a long time
     * @param unread when the oldest of the files that are not read to their end was changed last
     */
    static Marks newestOf(List<Mark> all, long horizon, long unread, boolean keepsIdle) {
        var byAge = new ArrayList<>(all);
        byAge.sort(Comparator.comparingLong(Mark::modified));
        int drop = Math.max(0, byAge.size() - MOST);
        while (drop > 0 && !mayBeForgotten(byAge, drop, unread)) {
            drop--;
        }
        if (!keepsIdle) {
            var beyond =
                    drop == 0 ? horizon : Math.max(horizon, byAge.get(drop - 1).modified());
            return new Marks(byAge.subList(drop, byAge.size()), beyond, null);
        }
        var older = byAge.subList(0, drop);
        var idle = older.stream().filter(mark -> mark.state() != State.GONE).toList();
        var kept = idle.subList(Math.max(0, idle.size() - Glob.MOST_FILES), idle.size());
        var forgotten = older.stream()
                .filter(mark -> mark.state() == State.GONE)
                .mapToLong(Mark::modified)
                .max();
        return new Marks(
                byAge.subList(drop, byAge.size()),
                Math.max(horizon, forgotten.orElse(Long.MIN_VALUE)),
                kept.isEmpty() ? null : IdleMarks.text(kept));
    }

    /** With those that are kept in few bytes. */
    List<Mark> all() {
        if (idle == null) {
            return marks;
        }
        var all = new ArrayList<>(IdleMarks.read(idle));
        all.addAll(marks);
        return all;
    }

    /** A file as old as the horizon counts as read, so there must be none that is to be read or is named. */
    private static boolean mayBeForgotten(List<Mark> byAge, int drop, long unread) {
        var newest = byAge.get(drop - 1).modified();
        return newest < unread && newest < byAge.get(drop).modified();
    }
}
