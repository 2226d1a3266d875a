package io.pulsefleet.agent.spool;

import java.util.List;

/**
 * What will never come out of the spool, counted since its folder was made.
 *
 * @param leaving numbers of the segments counted last; should their files still be there after a crash, they are
 *     removed and not counted again
 */
record Losses(long evictedSegments, long evictedReadings, long refusedSegments, List<Long> leaving) {

    static final Losses NONE = new Losses(0, 0, 0, List.of());

    Losses {
        leaving = leaving == null ? List.of() : List.copyOf(leaving);
    }

    Losses evicting(List<Segment> segments) {
        return new Losses(
                evictedSegments + segments.size(),
                evictedReadings + segments.stream().mapToLong(Segment::readings).sum(),
                refusedSegments,
                leaving);
    }

    Losses leaving(List<Segment> segments) {
        return new Losses(
                evictedSegments,
                evictedReadings,
                refusedSegments,
                segments.stream().map(Segment::number).toList());
    }

    /** Such a number must not be used again: its segment would be taken for the one that left. */
    long highestLeaving() {
        return leaving.stream().mapToLong(Long::longValue).max().orElse(0);
    }

    Losses plus(Losses since) {
        return new Losses(
                evictedSegments + since.evictedSegments,
                evictedReadings + since.evictedReadings,
                refusedSegments + since.refusedSegments,
                leaving);
    }

    /** It was on its way to the hub when it was given up, and it arrived. */
    Losses arrivedAfterAll(Segment segment) {
        return new Losses(evictedSegments - 1, evictedReadings - segment.readings(), refusedSegments, leaving);
    }

    Losses refusing() {
        return new Losses(evictedSegments, evictedReadings, refusedSegments + 1, leaving);
    }
}
