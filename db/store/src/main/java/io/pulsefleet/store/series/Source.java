package io.pulsefleet.store.series;

import java.time.Duration;
import java.util.List;

/** In which forms the past is kept, the finest first. */
public enum Source {
    /** Visits as they were: packed hours, and the hot frames that are not packed yet. */
    RAW(0, false),
    MINUTE(60, false),
    TEN_MINUTES(600, false),
    HOUR(3_600, true),
    DAY(86_400, true);

    /** Up to here visits themselves are read, however coarse the step: it costs little and is exact in all. */
    private static final Duration SHORT = Duration.ofHours(6);

    private final int level;
    private final boolean inRows;

    Source(int level, boolean inRows) {
        this.level = level;
        this.inRows = inRows;
    }

    /**
     * The coarsest whose stretches of time fit into the step.
     *
     * @param everyValue whether min, max, sum, count and last of a stretch are not enough, as for a percentile
     */
    public static Source choice(Duration span, Duration step, boolean everyValue) {
        var choice = RAW;
        if (!everyValue && span.compareTo(SHORT) > 0) {
            for (var source : values()) {
                if (source != RAW && step.toSeconds() % source.level == 0) {
                    choice = source;
                }
            }
        }
        return choice;
    }

    /** {@code pack.level}, {@code rollup.level}; how many seconds a bucket is long. */
    public int level() {
        return level;
    }

    /** Whether it lies in {@code rollup} and not in {@code pack}. */
    boolean isInRows() {
        return inRows;
    }

    /** How long the stretch is that one row of its table holds. */
    long sliceMicros() {
        return this == RAW || this == HOUR ? Micros.HOUR : Micros.DAY;
    }

    /** How many columns a position has. */
    int columns() {
        return this == RAW ? 1 : 6;
    }

    /**
     * Where to look for what was packed together, in this order. What was not rolled up, or is not kept in this form, is
     * taken from one that can be made into it first, and that is the coarsest; what is no longer kept in fine is taken
     * from coarser ones.
     */
    List<Source> orElse() {
        return switch (this) {
            case RAW -> List.of(RAW, MINUTE, TEN_MINUTES, HOUR, DAY);
            case MINUTE -> List.of(MINUTE, RAW, TEN_MINUTES, HOUR, DAY);
            case TEN_MINUTES -> List.of(TEN_MINUTES, MINUTE, RAW, HOUR, DAY);
            case HOUR -> List.of(HOUR, TEN_MINUTES, MINUTE, RAW, DAY);
            case DAY -> List.of(DAY, HOUR, TEN_MINUTES, MINUTE, RAW);
        };
    }
}
