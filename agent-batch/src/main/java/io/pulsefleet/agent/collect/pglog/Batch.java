package io.pulsefleet.agent.collect.pglog;

import io.pulsefleet.agent.collect.tail.Marks;
import io.pulsefleet.wire.postgres.LogEntries.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What was read of a log and is not sealed yet: not much (PG-03). */
final class Batch {

    private static final int MOST_ENTRIES = 500;

    /** So that it fits into a shipment, whatever it becomes as JSON. */
    private static final int MOST_BYTES = 1 << 20;

    /** Enough lines to tell that the prefix is another. */
    private static final int MANY_STRAYS = 5;

    private final Optional<String> from;
    private final LogPlace before;
    private final List<Entry> entries = new ArrayList<>();
    private final List<String> broken = new ArrayList<>();

    /** Told each time that the log is looked at, until it is mended. */
    private final Set<String> troubles = new LinkedHashSet<>();

    private Marks marks;
    private long bytes;
    private int strays;
    private int prefixed;
    private int replaced;
    private boolean correlated;
    private String aStray = "";

    /** @param from the place that it goes on from, as it is kept */
    Batch(Optional<String> from, LogPlace before) {
        this.from = from;
        this.before = before;
        marks = before.marks();
    }

    boolean goesOnFrom(Optional<String> place) {
        return from.equals(place);
    }

    boolean isFull() {
        return entries.size() + broken.size() >= MOST_ENTRIES || bytes >= MOST_BYTES;
    }

    /** Whether there is an entry that somebody waits for. */
    boolean isUrgent() {
        return correlated || isFull();
    }

    void add(Entry entry, Draft.Kind kind, int length) {
        entries.add(entry);
        bytes += length;
        correlated |= entry.correlationId() != null;
        if (kind == Draft.Kind.STRAY) {
            strays++;
            aStray = aStray.isEmpty() ? entry.message() : aStray;
        } else {
            prefixed++;
        }
    }

    void addBroken(String sentence) {
        broken.add(sentence);
    }

    void addTrouble(String sentence) {
        troubles.add(sentence);
    }

    void addReplaced(int texts) {
        replaced += texts;
    }

    void reached(Marks reached) {
        marks = reached;
    }

    Marks marks() {
        return marks;
    }

    LogPlace before() {
        return before;
    }

    List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** Sentences: what cannot be read, and why. */
    List<String> troubles() {
        var all = new ArrayList<>(broken);
        all.addAll(troubles);
        if (strays >= MANY_STRAYS && prefixed == 0) {
            all.add("none of %d lines has a known log_line_prefix, as `%s`; set %s to what `SHOW log_line_prefix` says"
                    .formatted(
                            strays,
                            aStray.substring(0, Math.min(60, aStray.length())),
                            PgLogConfig.LINE_PREFIX.environmentName()));
        }
        return all;
    }

    LogPlace place(Instant at) {
        return new LogPlace(
                at,
                marks,
                counted(
                        before.levels(),
                        entries.stream().map(Entry::errorSeverity).toList()),
                counted(
                        before.events(),
                        entries.stream()
                                .map(Entry::event)
                                .filter(event -> event != null)
                                .toList()),
                before.strays() + strays,
                before.replaced() + replaced);
    }

    /** Counted apart first: the sum of all that was ever read is sorted, and each step in it takes its time. */
    private static SortedMap<String, Long> counted(SortedMap<String, Long> counts, List<String> names) {
        var added = new HashMap<String, Long>();
        names.forEach(name -> added.merge(name, 1L, Long::sum));
        var all = new TreeMap<>(counts);
        added.forEach((name, count) -> all.merge(name, count, Long::sum));
        return all;
    }
}
