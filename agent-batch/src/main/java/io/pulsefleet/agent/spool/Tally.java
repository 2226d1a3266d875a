package io.pulsefleet.agent.spool;

import io.pulsefleet.wire.Heartbeat.Ledger;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * What became of all that was sealed since the spool's folder was made.
 *
 * @param highest the number of the newest segment that {@code sealed} counts; a file with a higher one was sealed later
 * @param sent how often a segment was put on its way
 * @param acknowledged the hub has them
 * @param evicted given up because the spool was full
 * @param refused the hub will never take them
 * @param leaving numbers of segments that are counted as gone; should their files still be there after a crash, they
 *     are removed and not counted again
 */
record Tally(
        Instant since,
        long highest,
        Count sealed,
        long sent,
        Count acknowledged,
        Count evicted,
        Count refused,
        List<Long> leaving) {

    Tally {
        leaving = leaving == null ? List.of() : List.copyOf(leaving);
    }

    /** Segments, and the readings in them. */
    record Count(long segments, long readings) {

        static final Count NONE = new Count(0, 0);

        static Count of(Collection<Segment> segments) {
            return new Count(
                    segments.size(),
                    segments.stream().mapToLong(Segment::readings).sum());
        }

        Count plus(Count more) {
            return new Count(segments + more.segments, readings + more.readings);
        }

        Count minus(Count less) {
            return new Count(segments - less.segments, readings - less.readings);
        }
    }

    static Tally since(Instant now) {
        return new Tally(now, 0, Count.NONE, 0, Count.NONE, Count.NONE, Count.NONE, List.of());
    }

    Tally sealing(Collection<Segment> segments) {
        return with(sealed.plus(Count.of(segments)), sent, acknowledged, evicted, refused);
    }

    Tally sending() {
        return with(sealed, sent + 1, acknowledged, evicted, refused);
    }

    Tally acknowledging(Segment segment) {
        return with(sealed, sent, acknowledged.plus(Count.of(List.of(segment))), evicted, refused);
    }

    Tally evicting(Collection<Segment> segments) {
        return with(sealed, sent, acknowledged, evicted.plus(Count.of(segments)), refused);
    }

    /** It was on its way to the hub when it was given up, and it arrived. */
    Tally arrivedAfterAll(Segment segment) {
        var one = Count.of(List.of(segment));
        return with(sealed, sent, acknowledged.plus(one), evicted.minus(one), refused);
    }

    Tally refusing(Segment segment) {
        return with(sealed, sent, acknowledged, evicted, refused.plus(Count.of(List.of(segment))));
    }

    /** What was counted while the folder could not be read, on top of what its own count says. */
    Tally plus(Tally counted) {
        return with(
                sealed.plus(counted.sealed),
                sent + counted.sent,
                acknowledged.plus(counted.acknowledged),
                evicted.plus(counted.evicted),
                refused.plus(counted.refused));
    }

    /**
     * As it is kept on disk.
     *
     * @param held in memory, which a restart loses: they are not counted until they are on disk
     */
    Tally asKept(long highestNow, Collection<Segment> held, Collection<Segment> leavingNow) {
        return new Tally(
                since,
                highestNow,
                sealed.minus(Count.of(held)),
                sent,
                acknowledged,
                evicted,
                refused,
                leavingNow.stream().map(Segment::number).toList());
    }

    Ledger asTold() {
        return new Ledger(
                since,
                sealed.segments(),
                sealed.readings(),
                sent,
                acknowledged.segments(),
                acknowledged.readings(),
                refused.readings());
    }

    private Tally with(Count sealedNow, long sentNow, Count acknowledgedNow, Count evictedNow, Count refusedNow) {
        return new Tally(since, highest, sealedNow, sentNow, acknowledgedNow, evictedNow, refusedNow, leaving);
    }
}
