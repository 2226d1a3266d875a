package io.pulsefleet.agent.spool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The segments on disk, oldest first, without their contents; and the room they take. */
final class Index {

    /** A small file takes a whole block of the disk. */
    static final int BLOCK = 4096;

    private final Deque<Segment> segments = new ArrayDeque<>();
    private long bytes;

    void replaceBy(List<Segment> found) {
        segments.clear();
        segments.addAll(found);
        bytes = found.stream().mapToLong(Index::blocksOf).sum();
    }

    void add(Segment segment) {
        segments.addLast(segment);
        bytes += blocksOf(segment);
    }

    Optional<Segment> oldest() {
        return Optional.ofNullable(segments.peekFirst());
    }

    /** The oldest of those sealed since then. They are few and stand at the end. */
    Optional<Segment> oldestSince(long millis) {
        Segment oldest = null;
        for (var newest = segments.descendingIterator(); newest.hasNext(); ) {
            var segment = newest.next();
            if (segment.sealedAtMillis() < millis) {
                break;
            }
            oldest = segment;
        }
        return Optional.ofNullable(oldest);
    }

    List<Segment> all() {
        return List.copyOf(segments);
    }

    /** The number of the newest; 0 when there is none. */
    long highest() {
        return segments.isEmpty() ? 0 : segments.peekLast().number();
    }

    /** Takes off the oldest until this one fits. */
    List<Segment> makeRoomFor(Segment segment, long limit, int most) {
        var given = new ArrayList<Segment>();
        while (!segments.isEmpty() && (bytes + blocksOf(segment) > limit || segments.size() >= most)) {
            var oldest = segments.removeFirst();
            bytes -= blocksOf(oldest);
            given.add(oldest);
        }
        return given;
    }

    /** It is the oldest or one of the newest: both ends are looked through at once. */
    Optional<Segment> takeOff(SegmentName name) {
        var oldest = segments.iterator();
        var newest = segments.descendingIterator();
        while (oldest.hasNext()) {
            var found = takeOff(oldest, name).or(() -> takeOff(newest, name));
            if (found.isPresent()) {
                bytes -= blocksOf(found.get());
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<Segment> takeOff(Iterator<Segment> each, SegmentName name) {
        var segment = each.next();
        if (!segment.bears(name)) {
            return Optional.empty();
        }
        each.remove();
        return Optional.of(segment);
    }

    /** A chunk that is tried twice is among the last of its run, so the search is short. */
    boolean has(SegmentName name) {
        for (var newest = segments.descendingIterator(); newest.hasNext(); ) {
            var segment = newest.next();
            if (segment.bears(name)) {
                return true;
            }
            if (segment.precedes(name)) {
                return false;
            }
        }
        return false;
    }

    int count() {
        return segments.size();
    }

    long bytes() {
        return bytes;
    }

    private static long blocksOf(Segment segment) {
        return (segment.bytes() + segment.placesBytes() + BLOCK - 1L) / BLOCK * BLOCK;
    }
}
