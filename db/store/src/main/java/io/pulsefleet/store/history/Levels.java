package io.pulsefleet.store.history;

/** Over how many seconds something was rolled up; 0: not at all. */
final class Levels {

    static final int RAW = 0;
    static final int MINUTE = 60;
    static final int TEN_MINUTES = 600;
    static final int HOUR = 3_600;
    static final int DAY = 86_400;

    private Levels() {}
}
