package io.pulsefleet.agent.collect.logs;

import io.pulsefleet.agent.collect.UnreachableException;
import io.pulsefleet.agent.collect.UnreadableItemException;
import io.pulsefleet.agent.collect.logs.LogsPlace.Read;
import io.pulsefleet.agent.collect.tail.Ending;
import io.pulsefleet.agent.collect.tail.Marks;
import io.pulsefleet.agent.collect.tail.Stretch;
import io.pulsefleet.agent.collect.tail.Tail;
import io.pulsefleet.agent.collect.tail.Turn;
import io.pulsefleet.agent.supervisor.Supervisor;
import io.pulsefleet.wire.LogLine;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The files of one source, read as far as they go: bytes become entries, entries become lines, without their secrets. */
final class Follower implements Followed {

    /** Of one file at once; an entry of several lines is not longer either. */
    private static final int LONGEST_STRETCH = 1 << 20;

    private static final int MOST_OPEN = 64;
    private static final int MOST_JOINED = 500;
    private static final int BINARY_SHOWN = 200;
    private static final Duration AHEAD = Duration.ofDays(1);
    private static final Instant EARLIEST = Instant.parse("1990-01-01T00:00:00Z");
    private static final int BURST_SECONDS = 10;

    private final Source source;
    private final Tail tail;
    private final Tail.Beginning beginning;
    private final Parser parser;
    private final Redactor redactor;
    private final AuthEvents events;
    private final Charset encoding;
    private final int longest;
    private final int rate;

    private final Line line = new Line();
    private final Map<Long, Allowance> allowances = new HashMap<>();

    private Counts counts = Counts.NONE;
    private Set<Long> inLongLine = new HashSet<>();
    private Map<String, Long> droppedNow = new LinkedHashMap<>();
    private SourceState state;
    private final Limited limited = new Limited();

    /** How many lines of a file may still be told. */
    private static final class Allowance {
        double lines;
        Instant at;
    }

    Follower(
            Source source,
            Tail.Beginning beginning,
            Parser parser,
            Redactor redactor,
            int longest,
            int rate,
            Supervisor supervisor,
            InstantSource clock) {
        this.source = source;
        this.beginning = beginning;
        this.parser = parser;
        this.redactor = redactor;
        this.longest = longest;
        this.rate = source.rate().orElse(rate);
        events = new AuthEvents(redactor);
        encoding = source.encoding();
        tail = new Tail(source.files(), LONGEST_STRETCH, MOST_OPEN, clock, Optional.of(supervisor));
        state = SourceState.of(source, 0, List.of(), Optional.empty(), List.of());
    }

    @Override
    public SourceState state() {
        return state;
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public void forget() {
        events.forget();
        allowances.clear();
    }

    @Override
    public void read(Batch batch, Map<String, Burst> bursts, Instant now) throws IOException {
        try {
            var before = batch.reached(source.name()).orElse(null);
            if (before == null) {
                before = new Read(begin(), List.of(), Counts.NONE);
            }
            counts = before.counts();
            inLongLine = new HashSet<>(before.inLongLine());
            droppedNow = new LinkedHashMap<>();
            var marks = readAll(before.marks(), batch, bursts, now);
            tellDropped(batch, now);
            state = limited.in(state, source, rate, !droppedNow.isEmpty(), now);
            batch.reached(source.name(), new Read(marks, List.copyOf(inLongLine), counts));
        } catch (UnreachableException away) {
            state = SourceState.of(source, away);
            if (source.expected()) {
                batch.addTrouble(away.getMessage());
            }
        }
    }

    /** What comes into a folder that is not there yet is all new. */
    private Marks begin() throws IOException {
        try {
            return tail.begin(beginning);
        } catch (UnreachableException away) {
            if (source.expected()) {
                throw away;
            }
            return Marks.NONE;
        }
    }

    private Marks readAll(Marks from, Batch batch, Map<String, Burst> bursts, Instant now) throws IOException {
        var marks = from;
        var troubles = new ArrayList<String>();
        while (true) {
            var turn = tail.turn(marks);
            for (var more = true; more && !batch.isFull(); ) {
                try {
                    more = readOn(turn, batch, bursts, now);
                } catch (UnreadableItemException file) {
                    batch.addTrouble(file.getMessage());
                    troubles.add(file.getMessage());
                }
            }
            var refused = troubles.isEmpty() ? List.<Path>of() : turn.refused();
            var why = refused.stream()
                    .flatMap(path -> turn.refusal(path).stream())
                    .findFirst();
            state = SourceState.of(source, turn.wanted(), refused, why, troubles);
            var reached = turn.marks();
            tail.end(turn);
            if (!turn.leavesSome() || batch.isFull() || reached.equals(marks)) {
                return reached;
            }
            marks = reached;
        }
    }

    private boolean readOn(Turn turn, Batch batch, Map<String, Burst> bursts, Instant now) throws IOException {
        var next = turn.next();
        next.ifPresent(stretch -> read(stretch, batch, bursts, now));
        return next.isPresent();
    }

    private void read(Stretch stretch, Batch batch, Map<String, Burst> bursts, Instant now) {
        if (inLongLine.contains(stretch.inode()) && !passLongLine(stretch, batch)) {
            return;
        }
        var bytes = stretch.bytes();
        var to = stretch.to();
        while (!batch.isFull() && stretch.from() < to) {
            int from = stretch.from();
            int end = lineEnd(bytes, from, to);
            if (end == to && stretch.ending() != Ending.CLOSED) {
                if (stretch.isFull()) {
                    tell(stretch, from, Math.min(to, from + longest), true, batch, bursts, now);
                    inLongLine.add(stretch.inode());
                    stretch.take(to);
                }
                return;
            }
            int entry = entryEnd(stretch, end);
            if (entry < 0) {
                return;
            }
            tell(stretch, from, entry, false, batch, bursts, now);
            int next = Math.min(to, entry + 1);
            batch.scanned(next - from);
            stretch.take(next);
        }
    }

    /** @return whether its end was found */
    private boolean passLongLine(Stretch stretch, Batch batch) {
        int end = lineEnd(stretch.bytes(), stretch.from(), stretch.to());
        int next = Math.min(stretch.to(), end + 1);
        batch.scanned(next - stretch.from());
        stretch.take(next);
        if (end == stretch.to() && stretch.ending() != Ending.CLOSED) {
            return false;
        }
        inLongLine.remove(stretch.inode());
        return true;
    }

    /** @return where the entry ends whose first line ends here; -1 when it may go on in what is not there yet */
    private int entryEnd(Stretch stretch, int firstEnd) {
        var joint = parser.joint();
        if (joint == Joint.NONE) {
            return firstEnd;
        }
        var bytes = stretch.bytes();
        var to = stretch.to();
        int end = firstEnd;
        for (int joined = 0; joined < MOST_JOINED; joined++) {
            int next = end + 1;
            if (next >= to) {
                return stretch.ending().mayGoOn() && !stretch.isFull() ? -1 : end;
            }
            int nextEnd = lineEnd(bytes, next, to);
            if (nextEnd == to && stretch.ending() != Ending.CLOSED) {
                if (!stretch.isFull()) {
                    // whether it goes on can be told by its beginning, but not where it ends
                    return joint.goesOn(bytes, next, nextEnd) || stretch.ending() == Ending.MORE ? -1 : end;
                }
                return end;
            }
            if (!joint.goesOn(bytes, next, nextEnd)) {
                return end;
            }
            end = nextEnd;
        }
        return end;
    }

    private static int lineEnd(byte[] bytes, int from, int to) {
        int end = from;
        while (end < to && bytes[end] != '\n') {
            end++;
        }
        return end;
    }

    private void tell(
            Stretch stretch,
            int from,
            int to,
            boolean cutAlready,
            Batch batch,
            Map<String, Burst> bursts,
            Instant now) {
        int end = to > from && stretch.bytes()[to - 1] == '\r' ? to - 1 : to;
        if (end <= from) {
            return; // an empty line
        }
        if (!mayTell(stretch, batch, now)) {
            counts = counts.leftOut();
            droppedNow.merge(stretch.file(), 1L, Long::sum);
            return;
        }
        var isBinary = isBinary(stretch.bytes(), from, end);
        int shown = Math.min(end, from + (isBinary ? BINARY_SHOWN : longest));
        var text = text(stretch.bytes(), from, shown);
        var wasCut = cutAlready || shown < end;
        var parsed = !isBinary && parser.read(text, line);
        if (isBinary) {
            line.clear();
            line.text = text;
        }
        counts = counts.told(parsed, wasCut, isBinary);
        if (wasCut) {
            line.put("log.cut", "true");
        }
        if (isBinary) {
            line.put("log.binary", "true");
        }
        var at = moment(now);
        if (parser.name().equals("auth")) {
            batch.events.addAll(events.of(line, at, bursts));
        }
        batch.add(finished(stretch.file(), at));
    }

    private LogLine finished(String file, Instant at) {
        var fields = line.fields;
        fields.replaceAll(redactor::value);
        return new LogLine(at, path(file), line.severity, redactor.text(line.text), fields);
    }

    private String path(String file) {
        int slash = source.name().lastIndexOf('/');
        return source.name().substring(0, slash + 1) + file;
    }

    /** What lies in the future, or long before there were logs, is no time of this line. */
    private Instant moment(Instant now) {
        var at = line.at;
        if (at == null) {
            return now;
        }
        if (at.isAfter(now.plus(AHEAD)) || at.isBefore(EARLIEST)) {
            line.put("log.time", at.toString());
            return now;
        }
        return at;
    }

    private boolean mayTell(Stretch stretch, Batch batch, Instant now) {
        if (rate <= 0) {
            return true;
        }
        var allowance = allowances.computeIfAbsent(stretch.inode(), first -> {
            var fresh = new Allowance();
            var last = batch.last();
            var since = last == null ? 0 : Duration.between(last, now).toSeconds();
            fresh.lines = (double) rate * Math.max(BURST_SECONDS, since); // what came while nobody looked is no burst
            fresh.at = now;
            return fresh;
        });
        if (now.isAfter(allowance.at)) {
            allowance.lines += rate * Duration.between(allowance.at, now).toMillis() / 1e3;
            allowance.at = now;
            if (stretch.ending() != Ending.MORE) {
                allowance.lines = Math.min(allowance.lines, (double) rate * BURST_SECONDS);
            }
        }
        if (allowance.lines < 1) {
            return false;
        }
        allowance.lines--;
        return true;
    }

    private void tellDropped(Batch batch, Instant now) {
        droppedNow.forEach((file, count) -> {
            var fields = new TreeMap<String, String>();
            fields.put("pulsefleet.dropped", String.valueOf(count));
            batch.add(new LogLine(
                    now,
                    path(file),
                    "WARN",
                    "PulseFleet left out %d lines here: more than %d a second; set PULSE_LOGS_RATE or rate= to take more"
                            .formatted(count, rate),
                    fields));
        });
        if (allowances.size() > 10_000) {
            allowances.clear();
        }
    }

    /** More than a few characters in its first hundreds that no text has. */
    private static boolean isBinary(byte[] bytes, int from, int to) {
        int end = Math.min(to, from + 512);
        int strange = 0;
        for (int i = from; i < end; i++) {
            int one = bytes[i];
            if (one >= 0 && one < ' ' && one != '\t' && one != 27 && one != '\n' && one != '\r' && one != '\f') {
                strange++;
            }
        }
        return strange > 0 && strange * 10 > end - from;
    }

    private String text(byte[] bytes, int from, int to) {
        int end = encoding.equals(StandardCharsets.UTF_8) ? wholeCharacters(bytes, from, to) : to;
        var text = new String(bytes, from, end - from, encoding);
        return text.indexOf('\0') < 0 ? text : text.replace('\0', '\uFFFD');
    }

    /** A cut is not made within a character. */
    private static int wholeCharacters(byte[] bytes, int from, int to) {
        int end = to;
        if (end < bytes.length && end > from) {
            while (end > from && end > to - 4 && (bytes[end] & 0xC0) == 0x80) {
                end--;
            }
        }
        return end > from ? end : to;
    }
}
