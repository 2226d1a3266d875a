package io.pulsefleet.agent.collect.logs;

import io.pulsefleet.agent.collect.logs.LogsPlace.Read;
import io.pulsefleet.agent.collect.tail.Marks;
import io.pulsefleet.agent.collect.tail.Tail;
import io.pulsefleet.wire.LogLine;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * systemd's journal, read on. Its place is the cursor of the last entry that was told: it is sealed with the entries, so none
 * is lost and none is told twice.
 */
final class JournalFollower implements Followed {

    private static final Duration TRY_AGAIN = Duration.ofSeconds(30);
    private static final int BURST_SECONDS = 10;

    private final Source source;
    private final Tail.Beginning beginning;
    private final Redactor redactor;
    private final AuthEvents events;
    private final int longest;
    private final int rate;

    private final Line line = new Line();
    private Optional<Journalctl> running = Optional.empty();
    private String readTo = "";
    private Instant notBefore = Instant.EPOCH;
    private SourceState state;
    private Counts counts = Counts.NONE;
    private double mayTell;
    private Instant allowedAt;
    private long droppedNow;
    private final Limited limited = new Limited();

    JournalFollower(Source source, Tail.Beginning beginning, Redactor redactor, int longest, int rate) {
        this.source = source;
        this.beginning = beginning;
        this.redactor = redactor;
        this.longest = longest;
        this.rate = source.rate().orElse(rate);
        events = new AuthEvents(redactor);
        state = SourceState.plain(source, SourceState.State.OK, 0, "", "");
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public SourceState state() {
        return state;
    }

    @Override
    public void forget() {
        events.forget();
        close();
    }

    @Override
    public void close() {
        running.ifPresent(Journalctl::close);
        running = Optional.empty();
    }

    @Override
    public void read(Batch batch, Map<String, Burst> bursts, Instant now) throws IOException {
        if (now.isBefore(notBefore)) {
            return;
        }
        try {
            var before = batch.reached(name()).orElse(null);
            if (before == null) {
                before = new Read(Marks.NONE, List.of(), Counts.NONE, begin());
            }
            counts = before.counts();
            droppedNow = 0;
            allow(batch, now);
            var reached = readOn(before.cursor() == null ? "" : before.cursor(), batch, bursts, now);
            tellDropped(batch, now);
            batch.reached(name(), new Read(Marks.NONE, List.of(), counts, reached));
            look(now);
        } catch (IOException notNow) {
            giveUp(notNow, batch, now);
        }
    }

    private String begin() throws IOException {
        return beginning == Tail.Beginning.AT_THE_START
                ? ""
                : Journalctl.newest(source.where()).orElse("");
    }

    private String readOn(String from, Batch batch, Map<String, Burst> bursts, Instant now) throws IOException {
        if (running.isEmpty() || !readTo.equals(from)) {
            close();
            running = Optional.of(Journalctl.follow(source.where(), from));
            readTo = from;
        }
        while (!batch.isFull()) {
            var next = running.get().next();
            if (next.isEmpty()) {
                return readTo;
            }
            batch.scanned(next.get().length);
            var entry = JournalEntry.read(next.get(), line);
            tell(entry, batch, bursts, now);
            readTo = entry.cursor();
        }
        return readTo;
    }

    private void tell(JournalEntry entry, Batch batch, Map<String, Burst> bursts, Instant now) {
        if (line.text.isBlank()) {
            return;
        }
        if (rate > 0 && mayTell < 1) {
            counts = counts.leftOut();
            droppedNow++;
            return;
        }
        mayTell--;
        var wasCut = line.text.length() > longest;
        if (wasCut) {
            line.text = line.text.substring(0, longest);
            line.put("log.cut", "true");
        }
        if (entry.isBinary()) {
            line.put("log.binary", "true");
        }
        counts = counts.told(true, wasCut, entry.isBinary());
        var at = line.at == null ? now : line.at;
        if (entry.isOwnWord()) { // anybody may write into the journal that he is sshd
            batch.events.addAll(events.of(line, at, bursts));
        }
        line.fields.replaceAll(redactor::value);
        batch.add(new LogLine(at, name() + "/" + entry.source(), line.severity, redactor.text(line.text), line.fields));
    }

    /** What came while nobody looked is no burst. */
    private void allow(Batch batch, Instant now) {
        var since = allowedAt == null ? batch.last() : allowedAt;
        var seconds = since == null
                ? BURST_SECONDS
                : Math.max(0, Duration.between(since, now).toMillis() / 1e3);
        mayTell = allowedAt == null
                ? rate * Math.max(BURST_SECONDS, seconds)
                : Math.min(mayTell + rate * seconds, Math.max(mayTell, (double) rate * BURST_SECONDS));
        allowedAt = now;
    }

    private void tellDropped(Batch batch, Instant now) {
        if (droppedNow > 0) {
            var fields = new TreeMap<String, String>();
            fields.put("pulsefleet.dropped", String.valueOf(droppedNow));
            batch.add(new LogLine(
                    now,
                    name(),
                    "WARN",
                    "PulseFleet left out %d entries here: more than %d a second; set PULSE_LOGS_RATE or rate= to take more"
                            .formatted(droppedNow, rate),
                    fields));
        }
    }

    /** It goes on saying what it misses while it runs. */
    private void look(Instant now) throws IOException {
        var errors = running.get().errors();
        if (running.get().hasEnded()) {
            throw new IOException(errors.isEmpty() ? "journalctl ended" : errors);
        }
        state = limited.in(stateOf(source, errors), source, rate, droppedNow > 0, now);
    }

    /** @param said by journalctl, as errors */
    static SourceState stateOf(Source source, String said) {
        if (said.contains("insufficient permissions") || said.contains("not seeing messages from other users")) {
            return SourceState.plain(
                    source,
                    SourceState.State.NO_RIGHTS,
                    0,
                    "the journal may not be read by " + SourceState.user(),
                    SourceState.remedyOfGroup("systemd-journal"));
        }
        if (said.contains("No journal files were found")
                || said.contains("No such file or directory")
                || said.contains("journalctl is not there")) {
            return SourceState.plain(source, SourceState.State.NO_JOURNAL, 0, "this host has no such journal", "");
        }
        return said.isEmpty()
                ? SourceState.plain(source, SourceState.State.OK, 0, "", "")
                : SourceState.plain(source, SourceState.State.FAILED, 0, firstLine(said), "");
    }

    private static String firstLine(String text) {
        var line = text.lines().findFirst().orElse("");
        return line.substring(0, Math.min(line.length(), 300));
    }

    private void giveUp(IOException reason, Batch batch, Instant now) {
        close();
        notBefore = now.plus(TRY_AGAIN);
        var said = String.valueOf(reason.getMessage());
        state = stateOf(source, said);
        if (source.expected()) {
            batch.addTrouble(name() + ": " + state.message() + (state.remedy().isEmpty() ? "" : "; " + state.remedy()));
        }
    }
}
