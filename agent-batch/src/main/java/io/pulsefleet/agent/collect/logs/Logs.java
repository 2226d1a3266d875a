package io.pulsefleet.agent.collect.logs;

import io.pulsefleet.agent.supervisor.Supervisor;
import io.pulsefleet.settings.Settings;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All sources, read one after the other into a batch. It waits until a visit takes it; if that visit was not sealed, all is
 * read again from the place that stands.
 */
final class Logs {

    private static final Duration TELL_EVERY = Duration.ofMinutes(5);

    private final List<Followed> followers;
    private Optional<Batch> held = Optional.empty();
    private TreeMap<String, Burst> bursts = new TreeMap<>();
    private Optional<Optional<String>> begunFrom = Optional.empty();
    private List<SourceState> told = List.of();
    private Instant toldAt = Instant.EPOCH;
    private int first;

    Logs(Settings settings, Supervisor supervisor, InstantSource clock) {
        var redactor = new Redactor(settings.get(LogsConfig.REDACT), settings.get(LogsConfig.REDACT_PATTERNS));
        var parsers = new Parsers(settings);
        followers = Source.wanted(settings.get(LogsConfig.FILES)).stream()
                .map(source -> followed(source, settings, parsers, redactor, supervisor, clock))
                .toList();
    }

    private static Followed followed(
            Source source,
            Settings settings,
            Parsers parsers,
            Redactor redactor,
            Supervisor supervisor,
            InstantSource clock) {
        var begin = settings.get(LogsConfig.BEGIN);
        var longest = Math.toIntExact(settings.get(LogsConfig.LONGEST_LINE));
        var rate = settings.get(LogsConfig.RATE);
        if (source.isJournal()) {
            return new JournalFollower(source, begin, redactor, longest, rate);
        }
        var parser =
                parsers.named(source.parser(), new Times(ZoneId.systemDefault(), clock), new PatternReader.Counts());
        return new Follower(source, begin, parser, redactor, longest, rate, supervisor, clock);
    }

    void close() {
        followers.forEach(Followed::close);
    }

    boolean isEmpty() {
        return followers.isEmpty();
    }

    List<String> names() {
        return followers.stream().map(Followed::name).toList();
    }

    Batch look(Optional<String> place, Instant now) throws IOException {
        var batch = held.filter(one -> one.goesOnFrom(place)).orElse(null);
        held = Optional.empty(); // if this fails halfway, it is all read again
        if (batch == null) {
            if (begunFrom.equals(Optional.of(place))) {
                followers.forEach(Followed::forget); // what was read from here was not sealed
                told = List.of();
            }
            begunFrom = Optional.of(place);
            batch = begin(place);
            bursts = new TreeMap<>(batch.before().bursts());
        }
        readOn(batch, now);
        held = Optional.of(batch);
        return batch;
    }

    Batch take(Optional<String> place, Instant now) throws IOException {
        var batch = look(place, now);
        held = Optional.empty();
        return batch;
    }

    /** How the sources are; empty where that was told of late, and is as it was. */
    Optional<List<SourceState>> states(Instant now) {
        var states = followers.stream().map(Followed::state).toList();
        if (states.equals(told) && now.isBefore(toldAt.plus(TELL_EVERY))) {
            return Optional.empty();
        }
        told = states;
        toldAt = now;
        return Optional.of(states);
    }

    /** Each time another source is the first: one that never ends holds up no other. */
    private void readOn(Batch batch, Instant now) throws IOException {
        for (int i = 0; i < followers.size() && !batch.isFull(); i++) {
            followers.get((first + i) % followers.size()).read(batch, bursts, now);
        }
        first = followers.isEmpty() ? 0 : (first + 1) % followers.size();
        batch.events.addAll(AuthEvents.due(bursts, now));
    }

    private static Batch begin(Optional<String> place) {
        if (place.isEmpty()) {
            return new Batch(place, LogsPlace.NONE);
        }
        try {
            return new Batch(place, LogsPlace.read(place.get()));
        } catch (IOException broken) {
            var clean = new Batch(place, LogsPlace.NONE);
            clean.addTrouble("how far logs were read cannot be understood (" + broken.getMessage()
                    + "); they begin where PULSE_LOGS_BEGIN says");
            return clean;
        }
    }

    /** Where this batch leads to. */
    LogsPlace place(Batch batch, Instant at) {
        var events = new TreeMap<>(batch.before().events());
        batch.events.forEach(event -> events.merge(event.type(), 1L, Long::sum));
        var sources = new TreeMap<>(batch.sources());
        sources.keySet().retainAll(names());
        Map<String, Burst> now = bursts;
        return new LogsPlace(at, sources, new TreeMap<>(now), events);
    }
}
