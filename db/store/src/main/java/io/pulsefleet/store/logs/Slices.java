package io.pulsefleet.store.logs;

import java.time.Duration;
import java.time.Instant;

/**
 * A stretch of time, searched piece by piece: so it is known how far it was searched, whenever it ends. A piece is as long
 * as what the last one took suggests.
 */
final class Slices {

    private static final Duration FIRST = Duration.ofMinutes(5);
    private static final Duration QUICK = Duration.ofMillis(50);
    private static final Duration WELL = Duration.ofMillis(400);

    private final Instant from;
    private final Instant to;
    private final Order order;
    private final Duration grain;
    private Instant reached;
    private Duration width;

    /**
     * @param to not included
     * @param grain pieces end at whole multiples of it
     */
    Slices(Instant from, Instant to, Order order, Duration grain) {
        this.from = from;
        this.to = to;
        this.order = order;
        this.grain = grain;
        reached = order == Order.NEWEST_FIRST ? to : from;
        width = FIRST.compareTo(grain) > 0 ? FIRST : grain;
    }

    /** @param to not included */
    record Slice(Instant from, Instant to) {}

    boolean isDone() {
        return order == Order.NEWEST_FIRST ? !from.isBefore(reached) : !reached.isBefore(to);
    }

    Slice next() {
        if (order == Order.NEWEST_FIRST) {
            var begin = whole(reached.minus(width));
            return new Slice(begin.isAfter(from) ? begin : from, reached);
        }
        var end = whole(reached.plus(width).plus(grain));
        return new Slice(reached, end.isBefore(to) ? end : to);
    }

    private Instant whole(Instant at) {
        var seconds = Math.max(1, grain.toSeconds());
        return Instant.ofEpochSecond(Math.floorDiv(at.getEpochSecond(), seconds) * seconds);
    }

    void done(Slice slice, Duration took) {
        reached = order == Order.NEWEST_FIRST ? slice.from() : slice.to();
        if (took.compareTo(QUICK) < 0) {
            width = width.multipliedBy(8);
        } else if (took.compareTo(WELL) < 0) {
            width = width.multipliedBy(2);
        } else if (took.compareTo(WELL.multipliedBy(2)) > 0) {
            narrow(2);
        }
    }

    /**
     * It did not end in time.
     *
     * @return whether a shorter one can be tried
     */
    boolean tooSlow(Slice slice) {
        width = Duration.between(slice.from(), slice.to());
        narrow(16);
        return !next().equals(slice);
    }

    private void narrow(int times) {
        var narrower = width.dividedBy(times);
        var least = grain.compareTo(Duration.ofSeconds(1)) > 0 ? grain : Duration.ofSeconds(1);
        width = narrower.compareTo(least) < 0 ? least : narrower;
    }

    /** Up to here (going back: down to here) all was searched. */
    Instant reached() {
        return reached;
    }
}
