package io.pulsefleet.store.series;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Moments as microseconds since 1970. */
public final class Micros {

    public static final long SECOND = 1_000_000;
    public static final long HOUR = 3_600 * SECOND;
    public static final long DAY = 24 * HOUR;

    /** Where PostgreSQL begins to count. */
    static final long YEAR_2000 = 946_684_800 * SECOND;

    private Micros() {}

    public static long of(Instant at) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, at);
    }

    public static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    static long floor(long micros, long unit) {
        return Math.floorDiv(micros, unit) * unit;
    }
}
