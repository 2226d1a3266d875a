package io.pulsefleet.store.schema;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** How much time a partition holds, in UTC. */
public enum Every {
    HOUR("yyyyMMddHH", ChronoUnit.HOURS),
    DAY("yyyyMMdd", ChronoUnit.DAYS),
    MONTH("yyyyMM", ChronoUnit.MONTHS);

    private final DateTimeFormatter name;
    private final ChronoUnit unit;

    Every(String name, ChronoUnit unit) {
        this.name = DateTimeFormatter.ofPattern(name).withZone(ZoneOffset.UTC);
        this.unit = unit;
    }

    /** When the one begins that this moment is in. */
    public Instant begin(Instant at) {
        var utc = at.atOffset(ZoneOffset.UTC);
        return this == MONTH
                ? utc.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1).toInstant()
                : utc.truncatedTo(unit).toInstant();
    }

    /** When the one ends that begins then. */
    public Instant end(Instant begin) {
        return OffsetDateTime.ofInstant(begin, ZoneOffset.UTC).plus(1, unit).toInstant();
    }

    /** What the partition's name ends in. */
    public String name(Instant begin) {
        return name.format(begin);
    }
}
