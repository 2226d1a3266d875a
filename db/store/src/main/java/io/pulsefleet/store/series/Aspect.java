package io.pulsefleet.store.series;

/** What of a bucket one may want to know, beside how many values it holds. */
public enum Aspect {
    MIN,
    MAX,
    SUM,
    LAST
}
