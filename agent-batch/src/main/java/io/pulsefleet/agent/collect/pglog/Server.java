package io.pulsefleet.agent.collect.pglog;

import io.pulsefleet.agent.collect.Correlation;
import io.pulsefleet.agent.collect.UnreadableItemException;
import io.pulsefleet.agent.collect.tail.Glob;
import io.pulsefleet.agent.collect.tail.Marks;
import io.pulsefleet.agent.collect.tail.Stretch;
import io.pulsefleet.agent.collect.tail.Tail;
import io.pulsefleet.agent.collect.tail.Turn;
import io.pulsefleet.agent.collect.tail.Utf8;
import io.pulsefleet.settings.Settings;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Optional;

/**
 * One server's log, read as far as it goes. What was read waits in a batch until a visit takes it; if that visit was not
 * sealed, it is read again from the place that stands.
 */
final class Server {

    /** Of one entry; of a longer one the beginning is told. */
    private static final int LONGEST_ENTRY = 1 << 20;

    private final Tail tail;
    private final Tail.Beginning beginning;
    private final FileFormat format;
    private final Editor editor;
    private final Utf8 utf8 = new Utf8();
    private final StderrLog stderr;
    private final CsvLog csv;
    private final JsonLog json;
    private final Draft draft = new Draft();
    /** Where an entry that is too long is passed over; the draft is what is told of it when its end is found. */
    private Optional<Stretch> passing = Optional.empty();

    private boolean passingBegun;

    private Optional<Batch> held = Optional.empty();

    Server(
            Glob files,
            FileFormat format,
            Optional<LinePrefix> prefix,
            ZoneId zone,
            Settings settings,
            InstantSource clock) {
        tail = new Tail(files, LONGEST_ENTRY, clock);
        beginning = settings.get(PgLogConfig.BEGIN);
        this.format = format;
        editor = new Editor(
                Correlation.from(settings),
                settings.get(PgLogConfig.REDACT),
                Math.toIntExact(settings.get(PgLogConfig.LONGEST_TEXT)));
        var times = new Times(zone);
        stderr = new StderrLog(prefix, times, utf8);
        csv = new CsvLog(times, utf8);
        json = new JsonLog(times, utf8);
    }

    /** Empty where nobody said which files these are. */
    static Optional<Server> from(Settings settings, String name, InstantSource clock) {
        var own = PgLogConfig.ofTarget(name);
        return settings.find(own.files())
                .map(files -> new Server(
                        files,
                        settings.get(own.format()),
                        settings.find(own.linePrefix()),
                        settings.find(own.timeZone()).orElseGet(ZoneId::systemDefault),
                        settings,
                        clock));
    }

    /** One that the hub names, written as it usually is. */
    static Server of(String files, Settings settings, InstantSource clock) {
        return new Server(Glob.of(files), FileFormat.AUTO, Optional.empty(), ZoneId.systemDefault(), settings, clock);
    }

    /** What was read and is not sealed: as much as fits into a batch. */
    Batch look(Optional<String> place, Instant now) throws IOException {
        var batch = held.filter(one -> one.goesOnFrom(place)).orElse(null);
        held = Optional.empty(); // if this fails halfway, it is all read again
        if (batch == null) {
            batch = begin(place);
        }
        if (!batch.isFull()) {
            readOn(batch, now);
        }
        held = Optional.of(batch);
        return batch;
    }

    /** The same, for a visit that is to be sealed. */
    Batch take(Optional<String> place, Instant now) throws IOException {
        var batch = look(place, now);
        held = Optional.empty();
        return batch;
    }

    private Batch begin(Optional<String> place) throws IOException {
        if (place.isEmpty()) {
            return new Batch(place, LogPlace.first(tail.begin(beginning)));
        }
        try {
            return new Batch(place, LogPlace.read(place.get()));
        } catch (IOException broken) {
            var clean = new Batch(place, LogPlace.first(tail.begin(Tail.Beginning.AT_THE_END)));
            clean.addTrouble("how far it was read cannot be understood (" + broken.getMessage()
                    + "); it begins at the log's end");
            return clean;
        }
    }

    private void readOn(Batch batch, Instant now) throws IOException {
        Marks before;
        boolean more;
        do {
            before = batch.marks();
            more = readTurn(batch, now);
        } while (more && !batch.isFull() && !batch.marks().equals(before));
    }

    /** @return whether there are files that were not looked at */
    private boolean readTurn(Batch batch, Instant now) throws IOException {
        var replacedBefore = utf8.replaced();
        var turn = tail.turn(batch.marks());
        for (var more = true; more && !batch.isFull(); ) {
            try {
                more = readOn(turn, batch, now);
            } catch (UnreadableItemException file) {
                batch.addTrouble(file.getMessage());
            }
        }
        batch.addReplaced(utf8.replaced() - replacedBefore);
        batch.reached(turn.marks());
        tail.end(turn);
        return turn.leavesSome();
    }

    private boolean readOn(Turn turn, Batch batch, Instant now) throws IOException {
        var stretch = turn.next();
        stretch.ifPresent(bytes -> read(bytes, batch, now));
        return stretch.isPresent();
    }

    private void read(Stretch stretch, Batch batch, Instant now) {
        var reader = readerOf(stretch.file());
        if (passing.filter(one -> one == stretch).isPresent() && !passes(stretch, reader, batch, now)) {
            return;
        }
        while (!batch.isFull() && stretch.from() < stretch.to()) {
            int from = stretch.from();
            int end = reader.read(stretch.bytes(), from, stretch.to(), stretch.ending(), draft);
            if (end == Format.NOT_WHOLE && stretch.isFull()) {
                reader.readBeginning(stretch.bytes(), from, stretch.to(), draft);
                passing = Optional.of(stretch);
                passingBegun = false;
                passes(stretch, reader, batch, now);
                return;
            }
            if (end == Format.NOT_WHOLE) {
                return;
            }
            tell(stretch.file(), end - from, batch, now);
            stretch.take(end);
        }
    }

    /** @return whether the entry's end was found */
    private boolean passes(Stretch stretch, Format reader, Batch batch, Instant now) {
        var passed = reader.pass(stretch.bytes(), stretch.from(), stretch.to(), stretch.ending(), passingBegun);
        passingBegun = true;
        if (passed.over()) {
            tell(stretch.file(), LONGEST_ENTRY, batch, now);
            stretch.take(passed.upTo());
            passing = Optional.empty();
        } else {
            stretch.skip(passed.upTo());
        }
        return passed.over();
    }

    private Format readerOf(String file) {
        return switch (format.of(file)) {
            case CSVLOG -> csv;
            case JSONLOG -> json;
            default -> stderr;
        };
    }

    private void tell(String file, int length, Batch batch, Instant now) {
        switch (draft.kind) {
            case ENTRY, STRAY -> batch.add(editor.edit(draft, now), draft.kind, length);
            case BROKEN -> batch.addBroken(file + ": " + editor.sentence(draft.broken));
            case NOTHING -> {}
        }
    }
}
