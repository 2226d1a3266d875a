package io.pulsefleet.agent.collect.pglog;

import static io.pulsefleet.wire.Metric.counter;

import io.pulsefleet.agent.collect.Pass;
import io.pulsefleet.agent.collect.UnreadableItemException;
import io.pulsefleet.agent.collect.Visit;
import io.pulsefleet.wire.Document;
import io.pulsefleet.wire.Metric;
import io.pulsefleet.wire.RawJson;
import io.pulsefleet.wire.Reading;
import io.pulsefleet.wire.postgres.LogEntries;
import io.pulsefleet.wire.postgres.PostgresKind;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** A batch, handed on: its counts, and one document of its entries where there are any. */
final class LogPass implements Pass {

    static final Metric ENTRIES = counter(
            "postgresql.log.entries",
            "{entry}",
            "Entries of the log, by level, since it is read. `other` has those of another language.",
            "level");
    static final Metric EVENTS = counter(
            "postgresql.log.events",
            "{event}",
            "Events that the log told, by name, since it is read: see [the events](../events-postgresql.md).",
            "event");
    static final Metric STRAYS = counter(
            "postgresql.log.strays",
            "{line}",
            "Lines that fitted no log_line_prefix: other programs', or the prefix is another.");
    static final Metric REPLACED = counter(
            "postgresql.log.replaced", "{text}", "Texts that were no UTF-8; what could not be read in them is U+FFFD.");

    private static final List<String> LEVELS = List.of(
            "DEBUG5", "DEBUG4", "DEBUG3", "DEBUG2", "DEBUG1", "INFO", "NOTICE", "WARNING", "ERROR", "LOG", "FATAL",
            "PANIC");

    private final Visit visit;
    private final Batch batch;
    private final LogPlace place;
    private final Deque<String> troubles;
    private final Deque<Reading> readings;

    LogPass(Visit visit, Batch batch) {
        this.visit = visit;
        this.batch = batch;
        place = batch.place(visit.at());
        troubles = new ArrayDeque<>(batch.troubles());
        readings = new ArrayDeque<>(readings());
    }

    /** Those of nothing as well, so that the set is the same from the first visit on. */
    private List<Reading> readings() {
        var all = new ArrayList<Reading>();
        var others = new TreeMap<>(place.levels());
        for (var level : LEVELS) {
            all.add(ENTRIES.read(visit.at(), count(others.remove(level)), level));
        }
        var other = others.values().stream().mapToLong(Long::longValue).sum();
        all.add(ENTRIES.read(visit.at(), (double) other, "other"));
        for (var event : Events.TABLE) {
            all.add(EVENTS.read(visit.at(), count(place.events().get(event.name())), event.name()));
        }
        all.add(STRAYS.read(visit.at(), (double) place.strays()));
        all.add(REPLACED.read(visit.at(), (double) place.replaced()));
        return all;
    }

    private static double count(Long counted) {
        return counted == null ? 0 : counted;
    }

    @Override
    public Optional<Reading> next() throws IOException {
        if (!troubles.isEmpty()) {
            throw new UnreadableItemException(troubles.removeFirst(), null);
        }
        return Optional.ofNullable(readings.pollFirst());
    }

    @Override
    public List<Document> documents() {
        var entries = batch.entries();
        return entries.isEmpty()
                ? List.of()
                : List.of(new Document(
                        PostgresKind.LOG.kind(), visit.target(), visit.at(), RawJson.of(LogEntries.of(entries))));
    }

    @Override
    public Optional<String> reached() {
        return Optional.of(place.asText());
    }
}
