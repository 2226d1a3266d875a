package io.pulsefleet.store.series;

/** Takes what one series did, in the order of time; all in microseconds since 1970. */
public interface Points {

    /** A value as it was read; never missing, but it may be NaN or infinite. */
    void value(long at, double value);

    /** What it did from one moment to another, where the values themselves were not asked for or are not kept. */
    void bucket(Bucket bucket);
}
