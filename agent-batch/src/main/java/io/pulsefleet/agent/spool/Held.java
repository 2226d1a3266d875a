package io.pulsefleet.agent.spool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Segments in memory while the folder cannot be written, oldest first. */
final class Held {

    /** What a segment takes beside its content. */
    private static final long OVERHEAD = 200;

    private final Deque<Packed> segments = new ArrayDeque<>();
    private long bytes;

    void add(Packed packed) {
        segments.add(packed);
        bytes += sizeOf(packed);
    }

    Optional<Packed> oldest() {
        return Optional.ofNullable(segments.peekFirst());
    }

    Optional<Packed> remove(SegmentName name) {
        for (var each = segments.iterator(); each.hasNext(); ) {
            var packed = each.next();
            if (packed.segment().bears(name)) {
                each.remove();
                bytes -= sizeOf(packed);
                return Optional.of(packed);
            }
        }
        return Optional.empty();
    }

    /** Gives up the oldest until what is left takes no more than this. */
    List<Packed> shrinkTo(long limit) {
        var given = new ArrayList<Packed>();
        while (bytes > limit && !segments.isEmpty()) {
            var oldest = segments.removeFirst();
            bytes -= sizeOf(oldest);
            given.add(oldest);
        }
        return given;
    }

    boolean has(SegmentName name) {
        return segments.stream().anyMatch(packed -> packed.segment().bears(name));
    }

    List<Segment> all() {
        return segments.stream().map(Packed::segment).toList();
    }

    int count() {
        return segments.size();
    }

    long bytes() {
        return bytes;
    }

    private static long sizeOf(Packed packed) {
        return packed.content().length + packed.segment().placesBytes() + OVERHEAD;
    }
}
