package io.pulsefleet.hub.query;

import io.pulsefleet.store.series.Aspect;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What becomes of a series' values in each step.
 *
 * @param percent of a percentile; else 0
 */
record Aggregate(Kind kind, int percent) {

    enum Kind {
        AVG,
        MIN,
        MAX,
        SUM,
        LAST,
        /** Growth per second. */
        RATE,
        /** Growth. */
        DELTA,
        PERCENTILE
    }

    static final String ALL = "avg, min, max, sum, last, rate, delta or a percentile from p1 to p99";

    private static final Pattern PERCENTILE = Pattern.compile("p([1-9][0-9]?)");

    static Aggregate of(Kind kind) {
        return new Aggregate(kind, 0);
    }

    /** As callers write it: {@code avg}, {@code p95}. */
    static Optional<Aggregate> read(String text) {
        var percentile = PERCENTILE.matcher(text);
        if (percentile.matches()) {
            return Optional.of(new Aggregate(Kind.PERCENTILE, Integer.parseInt(percentile.group(1))));
        }
        for (var kind : Kind.values()) {
            if (kind != Kind.PERCENTILE && kind.name().toLowerCase(Locale.ROOT).equals(text)) {
                return Optional.of(of(kind));
            }
        }
        return Optional.empty();
    }

    boolean wantsEveryValue() {
        return kind == Kind.PERCENTILE;
    }

    /** Whether the first step needs to know what was before it. */
    boolean isGrowth() {
        return kind == Kind.RATE || kind == Kind.DELTA;
    }

    /** What of a bucket it is made of. */
    Set<Aspect> aspects() {
        return switch (kind) {
            case AVG, SUM -> EnumSet.of(Aspect.SUM);
            case MIN -> EnumSet.of(Aspect.MIN);
            case MAX -> EnumSet.of(Aspect.MAX);
            case LAST -> EnumSet.of(Aspect.LAST);
            case RATE, DELTA -> EnumSet.of(Aspect.MIN, Aspect.MAX, Aspect.LAST);
            case PERCENTILE -> EnumSet.noneOf(Aspect.class);
        };
    }

    /** How series are put together where the caller does not say. */
    Combine combine() {
        return switch (kind) {
            case MIN -> Combine.MIN;
            case MAX -> Combine.MAX;
            case SUM, RATE, DELTA -> Combine.SUM;
            case AVG, LAST, PERCENTILE -> Combine.AVG;
        };
    }

    @Override
    public String toString() {
        return kind == Kind.PERCENTILE ? "p" + percent : kind.name().toLowerCase(Locale.ROOT);
    }
}
