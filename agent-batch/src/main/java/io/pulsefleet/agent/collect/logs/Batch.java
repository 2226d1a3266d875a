package io.pulsefleet.agent.collect.logs;

import io.pulsefleet.agent.collect.logs.LogsPlace.Read;
import io.pulsefleet.wire.LogLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What was read and is not sealed yet: not more than fits into a shipment. */
final class Batch {

    private static final int MOST_LINES = 5_000;
    private static final long MOST_CHARACTERS = 2 << 20;

    /** So that a visit ends, whatever is left out of it. */
    private static final long MOST_SCANNED = 64L << 20;

    private final Optional<String> from;
    private final LogsPlace before;
    final List<LogLine> lines = new ArrayList<>();
    final List<AuthEvents.Told> events = new ArrayList<>();
    private final Set<String> troubles = new LinkedHashSet<>();
    private final SortedMap<String, Read> sources;
    private long characters;
    private long scanned;

    Batch(Optional<String> from, LogsPlace before) {
        this.from = from;
        this.before = before;
        sources = new TreeMap<>(before.sources());
    }

    boolean goesOnFrom(Optional<String> place) {
        return from.equals(place);
    }

    boolean isFull() {
        return lines.size() + events.size() >= MOST_LINES || characters >= MOST_CHARACTERS || scanned >= MOST_SCANNED;
    }

    boolean isEmpty() {
        return lines.isEmpty() && events.isEmpty();
    }

    void add(LogLine line) {
        lines.add(line);
        characters += line.text().length() + 100L;
        for (var field : line.attributes().entrySet()) {
            characters += field.getKey().length() + field.getValue().length();
        }
    }

    void scanned(int bytes) {
        scanned += bytes;
    }

    void addTrouble(String sentence) {
        troubles.add(sentence);
    }

    List<String> troubles() {
        return List.copyOf(troubles);
    }

    Optional<Read> reached(String source) {
        return Optional.ofNullable(sources.get(source));
    }

    void reached(String source, Read read) {
        sources.put(source, read);
    }

    SortedMap<String, Read> sources() {
        return sources;
    }

    LogsPlace before() {
        return before;
    }

    Instant last() {
        return before.at();
    }
}
