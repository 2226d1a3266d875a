package io.pulsefleet.hub.commit;

import io.pulsefleet.store.Rows;
import io.pulsefleet.store.documents.Documents;
import io.pulsefleet.store.documents.Documents.NewDocument;
import io.pulsefleet.store.events.HostEvents;
import io.pulsefleet.store.events.HostEvents.NewEvent;
import io.pulsefleet.store.fleet.Beat;
import io.pulsefleet.store.fleet.Run;
import io.pulsefleet.store.fleet.Told;
import io.pulsefleet.store.logs.LogLines;
import io.pulsefleet.store.logs.LogLines.NewLine;
import io.pulsefleet.store.metrics.Frames;
import io.pulsefleet.store.metrics.Frames.NewFrame;
import io.pulsefleet.store.postgres.Gathered;
import io.pulsefleet.store.uptime.NewHeartbeat;
import io.pulsefleet.wire.Frame;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is to be stored together, as far prepared as it can be before its transaction: its rows are encoded. Whoever makes
 * it fills it; once handed on, nobody changes it.
 */
public final class Parcel {

    /** What is older is backlog: it fills history and lets others go first. */
    private static final Duration FRESH = Duration.ofMinutes(2);

    private static final int OVERHEAD = 500;
    private static final int OF_NEWEST = 128;
    private static final int OF_RUN = 300;
    private static final int OF_TEXT = 56;
    private static final int OF_HEARTBEAT = 500;

    private final int agent;
    private final Optional<String> segment;
    private final Rows frames;
    private final Rows lines = new Rows(0);
    private final Rows documents = new Rows(0);
    private final Rows events = new Rows(0);
    private final Map<Integer, NewFrame> newest = new HashMap<>(4);
    private List<Run> runs = List.of();
    private Optional<Beat> beat = Optional.empty();
    private Optional<Told> told = Optional.empty();
    private Optional<Gathered> postgres = Optional.empty();
    private List<NewHeartbeat> heartbeats = List.of();
    private long readings;
    private Instant newestAt = Instant.EPOCH;

    private Parcel(int agent, Optional<String> segment, int expected) {
        this.agent = agent;
        this.segment = segment;
        this.frames = new Rows(expected);
    }

    /**
     * @param segment its name is the key: it is stored once
     * @param expected about how many bytes its frames are
     */
    public static Parcel ofSegment(int agent, String segment, int expected) {
        return new Parcel(agent, Optional.of(segment), expected);
    }

    /** Without a name: sent twice, it is stored twice. */
    public static Parcel ofReadings(int agent, int expected) {
        return new Parcel(agent, Optional.empty(), expected);
    }

    /** @param told what became of all that the agent sealed; empty where it does not say */
    public static Parcel ofBeat(Beat beat, Optional<Told> told) {
        var parcel = new Parcel(beat.agent(), Optional.empty(), 0);
        parcel.beat = Optional.of(beat);
        parcel.told = told;
        return parcel;
    }

    public void add(NewFrame frame) {
        Frames.add(frames, frame, Frame::isMissing);
        newest.merge(frame.set(), frame, (one, other) -> other.at().isAfter(one.at()) ? other : one);
        for (var value : frame.values()) {
            readings += Frame.isMissing(value) ? 0 : 1;
        }
        see(frame.at());
    }

    public void add(NewLine line) {
        LogLines.add(lines, line);
        see(line.at());
    }

    public void add(NewDocument document) {
        Documents.add(documents, document);
        see(document.at());
    }

    public void add(NewEvent event) {
        HostEvents.add(events, event);
        see(event.at());
    }

    public void add(List<Run> more) {
        runs = more;
    }

    /** What is told of PostgreSQL servers. */
    public void add(Gathered gathered) {
        postgres = Optional.of(gathered);
        gathered.servers().values().forEach(this::see);
    }

    /** What a prober saw. */
    public void addHeartbeats(List<NewHeartbeat> more) {
        var all = new ArrayList<>(heartbeats);
        all.addAll(more);
        heartbeats = all;
        more.forEach(heartbeat -> see(heartbeat.slot()));
    }

    private void see(Instant at) {
        newestAt = at.isAfter(newestAt) ? at : newestAt;
    }

    public int agent() {
        return agent;
    }

    Optional<String> segment() {
        return segment;
    }

    Rows frames() {
        return frames;
    }

    Rows lines() {
        return lines;
    }

    Rows documents() {
        return documents;
    }

    Rows events() {
        return events;
    }

    List<Run> runs() {
        return runs;
    }

    Optional<Beat> beat() {
        return beat;
    }

    Optional<Told> told() {
        return told;
    }

    Optional<Gathered> postgres() {
        return postgres;
    }

    List<NewHeartbeat> heartbeats() {
        return heartbeats;
    }

    /** Values that are not missing. */
    public long readings() {
        return readings;
    }

    /** The sets of its frames. */
    public Collection<Integer> sets() {
        return newest.keySet();
    }

    /** Its newest frame of each set. */
    Collection<NewFrame> newest() {
        return newest.values();
    }

    /** How much memory it takes. */
    public long bytes() {
        return OVERHEAD
                + (long) frames.held()
                + lines.held()
                + documents.held()
                + events.held()
                + postgres.map(Gathered::bytes).orElse(0L)
                + newestBytes()
                + heartbeatBytes()
                + beatBytes()
                + runBytes();
    }

    private long newestBytes() {
        return newest.values().stream()
                .mapToLong(frame -> OF_NEWEST + (long) Double.BYTES * frame.values().length)
                .sum();
    }

    private long heartbeatBytes() {
        return heartbeats.stream()
                .mapToLong(heartbeat -> OF_HEARTBEAT
                        + 2L * length(heartbeat.message())
                        + 2L * length(heartbeat.answer())
                        + 2L * length(heartbeat.hops()))
                .sum();
    }

    private static int length(String text) {
        return text == null ? 0 : text.length();
    }

    private long runBytes() {
        return runs.stream()
                .mapToLong(run -> OF_RUN
                        + 2L
                                * (run.job().length()
                                        + run.state().length()
                                        + run.exit().length()))
                .sum();
    }

    private long beatBytes() {
        return beat.stream()
                .flatMap(said -> said.troubles().stream())
                .mapToLong(trouble -> OF_TEXT + 2L * trouble.length())
                .sum();
    }

    /** Whether it tells of now; what has no moment does. */
    boolean isFresh(Instant now) {
        return newestAt.equals(Instant.EPOCH) || newestAt.isAfter(now.minus(FRESH));
    }
}
