package io.pulsefleet.wire.uptime;

import java.time.Duration;
import java.time.Instant;

/**
 * The time slots of a monitor: whole multiples of its interval since the epoch, shifted by a part of the interval that
 * follows from its number, so that many monitors of one interval do not start at one instant.
 */
public record Slots(int monitor, Duration every) {

    /** The golden ratio's part of 2^32: numbers that follow each other lie far apart (Knuth, TAOCP 6.4). */
    private static final int SPREAD = 0x9E3779B9;

    /** The last slot that is not after the moment. */
    public Instant at(Instant moment) {
        var since = moment.toEpochMilli() - shift();
        return Instant.ofEpochMilli(Math.floorDiv(since, every.toMillis()) * every.toMillis() + shift());
    }

    /** The first slot after the moment. */
    public Instant after(Instant moment) {
        return at(moment).plus(every);
    }

    /** Whether there is a slot at exactly this moment. */
    public boolean has(Instant moment) {
        return at(moment).equals(moment);
    }

    private long shift() {
        var part = (monitor * SPREAD) >>> 1; // from 0 to 2^31 - 1
        return (part * every.toMillis()) >>> 31;
    }
}
