package io.pulsefleet.settings.schedule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;

/** When the clocks of a zone show a time, where they also go forward and back. */
final class Clocks {

    private Clocks() {}

    /** The first time that they show it, or the moment in which they skip it. */
    static Instant first(LocalDateTime time, ZoneId zone) {
        return at(time, zone, 0);
    }

    /** The last time that they show it, or the moment in which they skip it. */
    static Instant last(LocalDateTime time, ZoneId zone) {
        return at(time, zone, 1);
    }

    private static Instant at(LocalDateTime time, ZoneId zone, int which) {
        var offsets = zone.getRules().getValidOffsets(time);
        return offsets.isEmpty()
                ? zone.getRules().getTransition(time).getInstant()
                : time.toInstant(offsets.get(Math.min(which, offsets.size() - 1)));
    }
}
