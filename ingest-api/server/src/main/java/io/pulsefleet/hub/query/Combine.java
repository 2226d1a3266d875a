package io.pulsefleet.hub.query;

import java.util.Locale;
import java.util.Optional;

/**
 * How several series become one, step by step.
 *
 * @param percent of a percentile; else 0
 */
record Combine(Kind kind, int percent) {

    enum Kind {
        AVG,
        MIN,
        MAX,
        SUM,
        /** As many as there are series with a point. */
        COUNT,
        PERCENTILE
    }

    static final String ALL = "avg, min, max, sum, count or a percentile from p1 to p99";

    static final Combine AVG = new Combine(Kind.AVG, 0);
    static final Combine MIN = new Combine(Kind.MIN, 0);
    static final Combine MAX = new Combine(Kind.MAX, 0);
    static final Combine SUM = new Combine(Kind.SUM, 0);

    /** As callers write it: {@code sum}, {@code p95}. */
    static Optional<Combine> read(String text) {
        if (text.matches("p[1-9][0-9]?")) {
            return Optional.of(new Combine(Kind.PERCENTILE, Integer.parseInt(text.substring(1))));
        }
        for (var kind : Kind.values()) {
            if (kind != Kind.PERCENTILE && kind.name().toLowerCase(Locale.ROOT).equals(text)) {
                return Optional.of(new Combine(kind, 0));
            }
        }
        return Optional.empty();
    }

    /** Whether the points of all series are held until the last is there. */
    boolean holdsAll() {
        return kind == Kind.PERCENTILE;
    }
}
