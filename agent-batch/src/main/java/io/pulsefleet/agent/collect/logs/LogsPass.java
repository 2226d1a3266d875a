package io.pulsefleet.agent.collect.logs;

import static io.pulsefleet.wire.Metric.counter;

import io.pulsefleet.agent.collect.Pass;
import io.pulsefleet.agent.collect.UnreadableItemException;
import io.pulsefleet.agent.collect.Visit;
import io.pulsefleet.wire.Document;
import io.pulsefleet.wire.HostEvent;
import io.pulsefleet.wire.LogLine;
import io.pulsefleet.wire.Metric;
import io.pulsefleet.wire.RawJson;
import io.pulsefleet.wire.Reading;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A batch, handed on: its lines, its events, and what was counted up to there. */
final class LogsPass implements Pass {

    static final Metric LINES = counter("log.lines", "{line}", "Entries that were told, since it is read.", "source");
    static final Metric UNPARSED = counter(
            "log.lines.unparsed", "{line}", "Those of them that did not fit the parser; told as they are.", "source");
    static final Metric DROPPED = counter(
            "log.lines.dropped", "{line}", "Lines left out, because there were more than the rate allows.", "source");
    static final Metric CUT =
            counter("log.lines.cut", "{line}", "Lines of which only the beginning was told.", "source");
    static final Metric BINARY = counter("log.lines.binary", "{line}", "Lines that are no text.", "source");
    static final Metric EVENTS =
            counter("security.events", "{event}", "Events of security that the logs told, by type.", "type");

    private final Visit visit;
    private final Batch batch;
    private final LogsPlace place;
    private final Optional<List<SourceState>> states;
    private final Deque<String> troubles;
    private final Deque<Reading> readings;

    LogsPass(Visit visit, Batch batch, LogsPlace place, Optional<List<SourceState>> states) {
        this.states = states;
        this.visit = visit;
        this.batch = batch;
        this.place = place;
        troubles = new ArrayDeque<>(batch.troubles());
        readings = new ArrayDeque<>(readings());
    }

    private List<Reading> readings() {
        var all = new ArrayList<Reading>();
        place.sources().forEach((source, read) -> {
            var counts = read.counts();
            all.add(LINES.read(visit.at(), (double) counts.lines(), source));
            all.add(UNPARSED.read(visit.at(), (double) counts.unparsed(), source));
            all.add(DROPPED.read(visit.at(), (double) counts.dropped(), source));
            all.add(CUT.read(visit.at(), (double) counts.cut(), source));
            all.add(BINARY.read(visit.at(), (double) counts.binary(), source));
        });
        for (var type : AuthEvents.TYPES) {
            all.add(EVENTS.read(visit.at(), (double) place.events().getOrDefault(type, 0L), type));
        }
        return all;
    }

    @Override
    public Optional<Reading> next() throws IOException {
        if (!troubles.isEmpty()) {
            throw new UnreadableItemException(troubles.removeFirst(), null);
        }
        return Optional.ofNullable(readings.pollFirst());
    }

    @Override
    public List<LogLine> lines() {
        return List.copyOf(batch.lines);
    }

    private SourceState.Counted counted(SourceState state) {
        var read = place.sources().get(state.name());
        return new SourceState.Counted(state, read == null ? Counts.NONE : read.counts());
    }

    @Override
    public List<Document> documents() {
        var events = batch.events.stream()
                .map(event -> new Document(
                        HostEvent.KIND,
                        visit.target(),
                        event.at(),
                        RawJson.of(new HostEvent(event.type(), event.subject(), event.message(), event.fields()))));
        var sources = states.stream()
                .map(all -> new SourceState.All(all.stream().map(this::counted).toList()))
                .map(all -> new Document(SourceState.KIND, visit.target(), visit.at(), RawJson.of(all)));
        return Stream.concat(events, sources).toList();
    }

    @Override
    public Optional<String> reached() {
        return Optional.of(place.asText());
    }
}
