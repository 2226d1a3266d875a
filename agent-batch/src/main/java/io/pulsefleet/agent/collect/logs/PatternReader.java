package io.pulsefleet.agent.collect.logs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A regular expression with named groups, somebody's own. Names may have dots and underscores. It may look at a line's
 * first characters only, and at each of them so many times: one that backtracks for ever is given up, and the line is kept
 * as it is.
 */
final class PatternReader implements LineReader {

    private static final Pattern NAME = Pattern.compile("\\(\\?<([A-Za-z][\\w.]*)>");
    private static final int LONGEST = 8_192;
    private static final int LOOKS = 100_000;

    private final Pattern compiled;
    private final List<String> names = new ArrayList<>();
    private final Counts counts;

    /** Lines on which it was given up. */
    static final class Counts {
        long givenUp;
    }

    /** @throws IllegalArgumentException when it is none, or has no named group */
    PatternReader(String text, Counts counts) {
        this.counts = counts;
        var found = NAME.matcher(text);
        var plain = new StringBuilder();
        while (found.find()) {
            found.appendReplacement(plain, Matcher.quoteReplacement("(?<g" + names.size() + ">"));
            names.add(found.group(1));
        }
        found.appendTail(plain);
        if (names.isEmpty()) {
            throw new IllegalArgumentException("has no named group, as (?<message>.*): " + text);
        }
        compiled = Pattern.compile(plain.toString(), Pattern.DOTALL);
    }

    @Override
    public boolean read(String text, Line into) {
        var matcher = compiled.matcher(new Watched(text, 0, Math.min(text.length(), LONGEST), new int[] {LOOKS}));
        try {
            if (!matcher.find()) {
                return false;
            }
        } catch (GivenUpException | StackOverflowError tooDeep) {
            counts.givenUp++;
            return false;
        }
        for (int i = 0; i < names.size(); i++) {
            into.put(names.get(i), matcher.group("g" + i));
        }
        return true;
    }

    private static final class GivenUpException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        GivenUpException() {
            super("looked too often", null, false, false);
        }
    }

    /** Counts how often it is looked at. */
    @SuppressWarnings("ArrayRecordComponent") // one counter for all its parts
    private record Watched(String text, int from, int to, int[] left) implements CharSequence {

        @Override
        public char charAt(int index) {
            if (left[0]-- <= 0) {
                throw new GivenUpException();
            }
            return text.charAt(from + index);
        }

        @Override
        public int length() {
            return to - from;
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(from + start, from + end);
        }

        @Override
        public String toString() {
            return text.substring(from, to);
        }
    }
}
