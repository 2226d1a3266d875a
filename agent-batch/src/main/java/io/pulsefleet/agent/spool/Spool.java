package io.pulsefleet.agent.spool;

import io.pulsefleet.agent.trouble.Troubles;
import io.pulsefleet.wire.Frame;
import io.pulsefleet.wire.Heartbeat.Ledger;
import io.pulsefleet.wire.Heartbeat.Waiting;
import io.pulsefleet.wire.MetricSet;
import io.pulsefleet.wire.Shipment;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/**
 * What was read, waiting for the hub.
 *
 * <p>(1) A file ending in {@code .part} is being written; no one reads it, and the next start removes it. (2) Any other
 * file is sealed: whole, on the disk, never changed again. (3) A segment goes away only when the hub has it, when the
 * hub will never take it (it is set aside), or when it is the oldest of a full spool (it is given up). (4) All are counted,
 * with the readings in them: what was sealed, and each of these three ends; see {@link Tally}. A crash neither skips a
 * count nor doubles it; only where the count cannot be written on a full disk, files go before it. (5) Segments come out in the order in which they were sealed, but those of the last minute before
 * a backlog. (6) The same name is sealed once. (7) A set is on the disk before the first segment that names it.
 * (8) While the folder cannot be written, segments are held in memory under the same promises, within the memory's
 * limit, and moved to the folder as soon as it can be written again. (9) One folder, one agent. (10) A segment carries the
 * places that it advances to. A place holds from the moment its segment is sealed; a segment goes away only when its places
 * are on the disk. So a crash neither skips nor repeats what was read: a place that comes back is that of the last segment
 * that came to the disk. (11) Whoever wants a copy of what is sealed has it on the disk before the segment, and it counts
 * from the moment the segment is there; see {@link Copies}.
 *
 * <pre>
 * ON DISK --cannot be written--> IN MEMORY        IN MEMORY --can be written: all held are moved--> ON DISK
 * </pre>
 */
public final class Spool implements Closeable {

    /** Bounds the index, whatever the limit: about 6 MB of memory. */
    private static final int MOST_SEGMENTS = 100_000;

    /** A hundred databases name more than a thousand, again and again; one that was let go is written and synced anew. */
    private static final int SETS_LEFT_WHEN_EMPTY = 4_000;

    /** What was sealed so recently does not wait behind a backlog. */
    private static final Duration FRESH = Duration.ofMinutes(1);

    /** Files of segments that the hub has are removed together, as many or when so much time has gone: one count for all. */
    private static final int MOST_LEAVING = 200;

    private static final Duration LONGEST_LEAVING = Duration.ofSeconds(1);

    /** A file that cannot be read so many times in a row is set aside. */
    private static final int MOST_FAILED_READS = 10;

    private final SpoolConfig config;
    private final Troubles troubles;
    private final InstantSource clock;
    private final Shelf shelf;
    private final Sets sets;
    private final Index onDisk = new Index();
    private final Held held = new Held();
    private final Copies copies;
    private final List<Runnable> bells = new CopyOnWriteArrayList<>();

    private long next = 1;
    private Tally tally;
    private boolean tallyRead;

    /** Counted as gone; their files are still there. */
    private final List<Segment> leaving = new ArrayList<>();

    /** Of all that was sealed; and of that what does not go when the power goes; and of that what is kept by itself. */
    private Places places = Places.NONE;

    private Places lasting = Places.NONE;
    private Places keptPlaces = Places.NONE;
    private boolean placesRead;

    private Instant settledAt;
    private boolean inMemory;
    private int failedReads;
    private int failedSets;

    /** Handed out last; it may be given up while it is on its way. */
    private Optional<SegmentName> onItsWay = Optional.empty();

    private boolean givenUpOnItsWay;

    private Spool(SpoolConfig config, Troubles troubles, InstantSource clock, Copies copies) {
        this.copies = copies;
        this.config = config;
        this.troubles = troubles;
        this.clock = clock;
        this.shelf = new Shelf(config.folder());
        this.sets = new Sets(config.folder().resolve("sets"));
        this.tally = Tally.since(clock.instant());
        this.settledAt = clock.instant();
    }

    /** Of which nobody wants a copy. */
    static Spool open(SpoolConfig config, Troubles troubles, InstantSource clock) {
        return open(config, troubles, clock, Copies.NONE);
    }

    /** @throws IllegalStateException when another agent uses the folder */
    public static Spool open(SpoolConfig config, Troubles troubles, InstantSource clock, Copies copies) {
        var spool = new Spool(config, troubles, clock, copies);
        try {
            spool.openShelf();
        } catch (TakenException taken) {
            throw new IllegalStateException(taken.getMessage(), taken);
        } catch (IOException notWritable) {
            spool.turnToMemory(notWritable);
        }
        return spool;
    }

    /** Rung, on the sealing thread, whenever a segment was sealed. */
    public void onSealed(Runnable bell) {
        bells.add(bell);
    }

    /** As {@link #seal(SegmentName, Shipment, List, Map)}, of what has no places. */
    public void seal(SegmentName name, Shipment shipment, List<MetricSet> named) {
        seal(name, shipment, named, Map.of());
    }

    /** As {@link #seal(SegmentName, Shipment, Map, Map)}, of sets whose hashes are not known yet. */
    public void seal(SegmentName name, Shipment shipment, List<MetricSet> named, Map<String, String> reached) {
        var byHash = new LinkedHashMap<String, MetricSet>();
        named.forEach(set -> byHash.put(set.hash(), set));
        seal(name, shipment, byHash, reached);
    }

    /**
     * @param named the sets that the shipment's frames name, by their hashes; they lie beside it and are sent only if asked for
     * @param reached how far targets are read now that this is sealed
     */
    public void seal(SegmentName name, Shipment shipment, Map<String, MetricSet> named, Map<String, String> reached) {
        var content = Gzip.pack(shipment);
        synchronized (this) {
            recover();
            if (onDisk.has(name) || held.has(name)) {
                return;
            }
            var advanced = places.following(reached);
            var segment = Segment.of(name, clock.instant(), readingsOf(shipment), content.length)
                    .carrying(advanced.isEmpty() ? 0 : Gzip.pack(advanced).length);
            var packed = new Packed(segment, content, advanced);
            if (inMemory || !store(packed, named)) {
                hold(packed, named);
            }
            places = places.merge(advanced);
            tally = tally.sealing(List.of(segment));
        }
        bells.forEach(Runnable::run);
    }

    /**
     * How far the target was read when its newest segment was sealed; empty where it never was.
     *
     * @throws IOException when the folder could not be read since the start: nobody knows
     */
    public synchronized Optional<String> place(String target) throws IOException {
        recover();
        if (!placesRead) {
            throw new IOException("how far it was read is not known: the spool's folder " + shelf + " cannot be used");
        }
        return places.of(target);
    }

    /** Looks whether the folder can be written again, if it could not. */
    public synchronized void recover() {
        if (!inMemory) {
            return;
        }
        try {
            openShelf();
            for (var oldest = held.oldest(); oldest.isPresent(); oldest = held.oldest()) {
                if (!onDisk.has(oldest.get().segment().name())) { // it may have got there when it seemed not to
                    put(oldest.get());
                }
                movedFromHeld(oldest.get().segment().name());
            }
            inMemory = false;
            troubles.over("spool", "spool: " + shelf + " can be written again; nothing is held in memory any more");
        } catch (IOException notYet) {
            turnToMemory(notYet);
        }
    }

    /** The segment to be sent next; empty when none waits. It stays until it is forgotten or set aside. */
    public synchronized Optional<Packed> next() {
        var next = nextOnDisk().or(held::oldest);
        onItsWay = next.map(packed -> packed.segment().name());
        givenUpOnItsWay = false;
        if (next.isPresent()) {
            tally = tally.sending();
        }
        return next;
    }

    /**
     * The segment again, with these sets along; empty when one of them is not known here either.
     *
     * @throws IOException when they cannot be read now: it is to be tried again. After the tenth time in a row they count
     *     as not known, or the segment would hold up all behind it
     */
    public synchronized Optional<byte[]> withSets(Packed packed, List<String> hashes) throws IOException {
        try {
            var wanted = new ArrayList<MetricSet>();
            for (var hash : hashes) {
                sets.find(hash).ifPresent(wanted::add);
            }
            var complete = wanted.size() == hashes.size()
                    ? Optional.of(Gzip.pack(
                            Gzip.unpack(packed.content(), Shipment.class).with(wanted)))
                    : Optional.<byte[]>empty();
            failedSets = 0;
            return complete;
        } catch (IOException unreadable) {
            tellUnreadable("the sets of " + packed.segment().name(), unreadable);
            if (++failedSets < MOST_FAILED_READS) {
                throw unreadable;
            }
            failedSets = 0;
            return Optional.empty();
        }
    }

    /** The hub has it. */
    public synchronized void forget(Segment segment) {
        var name = segment.name();
        if (givenUpOnItsWay && onItsWay.filter(name::equals).isPresent()) {
            tally = tally.arrivedAfterAll(segment);
        } else if (takeOffHeld(name)) {
            tally = tally.acknowledging(segment);
        } else {
            onDisk.takeOff(name).ifPresent(known -> {
                tally = tally.acknowledging(known);
                leaving.add(known);
            });
        }
        if (leaving.size() >= MOST_LEAVING || !clock.instant().isBefore(settledAt.plus(LONGEST_LEAVING))) {
            settle();
        }
        if (onDisk.count() + held.count() == 0) {
            thinOutSets();
        }
        if (onDisk.bytes() < config.limit() / 10 * 9) {
            troubles.over("spool limit", "spool: there is room again; nothing is given up any more");
        }
    }

    /** The hub will never take it. It is kept for people to look at, as long as there is room. */
    public synchronized void setAside(Segment segment) {
        if (takeOffHeld(segment.name())) {
            tally = tally.refusing(segment);
        } else {
            onDisk.takeOff(segment.name()).ifPresent(this::setAsideOnDisk);
        }
    }

    private void setAsideOnDisk(Segment segment) {
        tally = tally.refusing(segment);
        leaving.add(segment);
        orTurnToMemory(() -> {
            keepPlaces();
            shelf.keep(asKept());
            shelf.setAside(segment);
            leaving.remove(segment);
        });
    }

    /**
     * Puts the count on disk, then removes the files that it counts as gone. What the hub has is settled by itself within
     * a second or two while more comes; whoever has nothing more to send settles.
     */
    public synchronized void settle() {
        settledAt = clock.instant();
        if (leaving.isEmpty()) {
            return;
        }
        orTurnToMemory(() -> {
            keepOrMakeRoom();
            removeLeaving();
            leaving.clear();
        });
    }

    /** A full disk must not keep what may go from going: removing needs no room, and makes some for the count. */
    private void keepOrMakeRoom() throws IOException {
        try {
            keepPlaces();
            shelf.keep(asKept());
        } catch (IOException noRoom) {
            removeLeaving();
            keepPlaces();
            shelf.keep(asKept());
        }
    }

    private void removeLeaving() throws IOException {
        for (var segment : leaving) {
            if (!segment.carriesPlaces() || keptPlaces.equals(lasting)) {
                shelf.remove(segment);
            }
        }
    }

    /** What waits, and what became of all that was sealed, at the same moment: the two add up. */
    public synchronized Books books() {
        return new Books(waiting(), tally.asTold());
    }

    /** See {@link #books()}. */
    public record Books(Waiting waiting, Ledger ledger) {}

    public synchronized Waiting waiting() {
        var oldest = onDisk.oldest().or(() -> held.oldest().map(Packed::segment));
        return new Waiting(
                onDisk.count() + held.count(),
                onDisk.bytes() + held.bytes(),
                oldest.map(Segment::sealedAt).orElse(null),
                inMemory,
                tally.evicted().segments(),
                tally.evicted().readings(),
                tally.refused().segments());
    }

    @Override
    public synchronized void close() throws IOException {
        if (!inMemory) {
            settle();
        }
        shelf.close();
    }

    /** Keeping the tally shows whether the folder can be written, before the index is read, which may be long. */
    private void openShelf() throws IOException {
        shelf.take();
        readKeptPlaces();
        var kept = tallyRead ? Optional.<Tally>empty() : shelf.tally();
        if (kept.isPresent()) {
            shelf.keep(kept.get());
        } else {
            keepOrMakeRoom();
        }
        sets.open();
        var gone = new ArrayList<>(kept.map(Tally::leaving).orElse(List.of()));
        leaving.forEach(segment -> gone.add(segment.number()));
        onDisk.replaceBy(shelf.segments(gone));
        copies.settle(onDisk.all().stream().map(Segment::number).collect(Collectors.toSet()));
        leaving.clear();
        kept.ifPresent(before -> tally = before.plus(tally).sealing(sealedAfter(before)));
        next = Math.max(next, 1 + Math.max(kept.map(Tally::highest).orElse(0L), onDisk.highest()));
        tallyRead = true;
        readCarriedPlaces();
    }

    private void readKeptPlaces() throws IOException {
        if (placesRead) {
            return;
        }
        try {
            keptPlaces = shelf.places();
            lasting = lasting.merge(keptPlaces);
        } catch (BrokenPlacesException broken) {
            tellBroken(broken);
        }
    }

    private void readCarriedPlaces() throws IOException {
        if (placesRead) {
            return;
        }
        for (var segment : onDisk.all()) {
            if (segment.carriesPlaces()) {
                try {
                    lasting = lasting.merge(shelf.placesOf(segment));
                } catch (BrokenPlacesException broken) {
                    tellBroken(broken);
                }
            }
        }
        places = lasting.merge(places);
        placesRead = true;
    }

    private void keepPlaces() throws IOException {
        if (!keptPlaces.equals(lasting)) {
            shelf.keep(lasting);
            keptPlaces = lasting;
            troubles.over("spool places", "spool: how far targets were read is kept again");
        }
    }

    private boolean takeOffHeld(SegmentName name) {
        var taken = movedFromHeld(name);
        taken.ifPresent(packed -> copies.keep(packed.content(), sets::find));
        return taken.isPresent();
    }

    /** It leaves the memory for the disk. */
    private Optional<Packed> movedFromHeld(SegmentName name) {
        var taken = held.remove(name);
        taken.ifPresent(packed -> lasting = lasting.merge(packed.places()));
        return taken;
    }

    private List<Segment> sealedAfter(Tally before) {
        return onDisk.all().stream()
                .filter(segment -> segment.number() > before.highest())
                .toList();
    }

    private Tally asKept() {
        return tally.asKept(next - 1, held.all(), leaving);
    }

    private boolean store(Packed packed, Map<String, MetricSet> named) {
        try {
            for (var set : named.entrySet()) {
                sets.keep(set.getKey(), set.getValue());
            }
            put(packed);
            return true;
        } catch (IOException notWritable) {
            turnToMemory(notWritable);
            return false;
        }
    }

    private void put(Packed packed) throws IOException {
        var given = onDisk.makeRoomFor(packed.segment(), config.limit(), MOST_SEGMENTS);
        if (!given.isEmpty()) {
            troubles.tell(
                    "spool limit",
                    "spool: full, the oldest readings are given up; see that the hub can be reached, or raise "
                            + SpoolConfig.LIMIT.environmentName());
            giveUp(given);
        }
        var segment =
                packed.segment().numbered(next++); // after the giving up: the count kept there knows nothing of it
        copies.prepare(segment.number(), packed.content(), sets::find);
        try {
            shelf.store(new Packed(segment, packed.content(), packed.places()));
        } catch (IOException notStored) {
            copies.drop(segment.number());
            throw notStored;
        }
        copies.sealed(segment.number());
        onDisk.add(segment);
        lasting = lasting.merge(packed.places());
    }

    private void hold(Packed packed, Map<String, MetricSet> named) {
        named.forEach(sets::hold);
        held.add(packed);
        var shrunk = held.shrinkTo(Math.max(0, config.memoryLimit() - sets.heldBytes()));
        shrunk.forEach(gone -> {
            lasting = lasting.merge(gone.places());
            copies.keep(gone.content(), sets::find);
        });
        var given = shrunk.stream().map(Packed::segment).toList();
        tally = tally.evicting(given);
        markIfOnItsWay(given);
        sets.shrinkHeldTo(config.memoryLimit());
    }

    private Optional<Packed> nextOnDisk() {
        for (var next = due(); next.isPresent() && shelf.isThere(); next = due()) {
            try {
                var packed = new Packed(next.get(), shelf.read(next.get()));
                failedReads = 0;
                troubles.over("spool file", "spool: its files can be read again");
                return Optional.of(packed);
            } catch (NoSuchFileException gone) {
                onDisk.takeOff(next.get().name());
                giveUp(List.of(next.get()));
                tellUnreadable(next.get().file(), gone);
            } catch (IOException notNow) {
                tellUnreadable(next.get().file(), notNow);
                if (++failedReads < MOST_FAILED_READS) {
                    return Optional.empty();
                }
                failedReads = 0;
                setAside(next.get()); // or it would hold up all behind it
            }
        }
        return Optional.empty();
    }

    private Optional<Segment> due() {
        return onDisk.oldestSince(clock.instant().minus(FRESH).toEpochMilli()).or(onDisk::oldest);
    }

    /** Counts first, so that a crash between the two neither loses the count nor counts twice. */
    private void giveUp(List<Segment> given) {
        tally = tally.evicting(given);
        markIfOnItsWay(given);
        leaving.addAll(given);
        settle();
    }

    private void markIfOnItsWay(List<Segment> given) {
        givenUpOnItsWay |= onItsWay.isPresent() && given.stream().anyMatch(segment -> segment.bears(onItsWay.get()));
    }

    private void thinOutSets() {
        orTurnToMemory(() -> sets.thinOut(SETS_LEFT_WHEN_EMPTY));
    }

    private void orTurnToMemory(Change change) {
        try {
            change.make();
        } catch (IOException notWritable) {
            turnToMemory(notWritable);
        }
    }

    private void turnToMemory(IOException reason) {
        inMemory = true;
        troubles.tell(
                "spool",
                "spool: cannot write to %s (%s); readings are held in memory, the newest %d KB of them. Free space there, or mend its rights."
                        .formatted(shelf, why(reason), config.memoryLimit() >> 10));
    }

    private void tellUnreadable(String what, IOException reason) {
        troubles.tell("spool file", "spool: cannot read " + what + " in " + shelf + " (" + why(reason) + ")");
    }

    private void tellBroken(BrokenPlacesException broken) {
        troubles.tell(
                "spool places",
                "spool: " + broken.getMessage()
                        + "; what it was for starts clean, with its first window or at the file's end");
    }

    private static String why(IOException reason) {
        return reason instanceof FileSystemException file && file.getReason() != null
                ? file.getReason()
                : reason.getClass().getSimpleName().replace("Exception", "") + ": " + reason.getMessage();
    }

    private static int readingsOf(Shipment shipment) {
        return (int) shipment.frames().stream()
                .flatMapToDouble(frame -> Arrays.stream(frame.values()))
                .filter(value -> !Frame.isMissing(value))
                .count();
    }

    private interface Change {
        void make() throws IOException;
    }
}
