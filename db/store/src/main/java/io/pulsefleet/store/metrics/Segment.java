package io.pulsefleet.store.metrics;

import java.util.regex.Pattern;

/**
 * A segment's name as receipts keep it: {@code mhq3k2x1-7f3a-1-12} is number 12 of the stem {@code mhq3k2x1-7f3a-1}.
 *
 * @param number {@link #NONE} where the name does not end in one
 */
record Segment(String stem, long number) {

    static final long NONE = -1;

    /** Written in one way only, so that two names never become one. */
    private static final Pattern NUMBERED = Pattern.compile("(.+)-(0|[1-9][0-9]{0,17})");

    static Segment of(String name) {
        var numbered = NUMBERED.matcher(name);
        return numbered.matches()
                ? new Segment(numbered.group(1), Long.parseLong(numbered.group(2)))
                : new Segment(name, NONE);
    }
}
