package io.pulsefleet.wire.uptime;

import java.util.regex.Pattern;

/**
 * A text in which a pattern is looked for, and not without end: a pattern like {@code (a+)+b} looks at 30 letters a
 * billion times. Every look counts; with too many the search ends.
 */
public final class Patience {

    private static final long LOOKS_PER_CHARACTER = 100;
    private static final long LEAST_LOOKS = 1_000_000;

    private final CharSequence text;
    private long left;

    private Patience(CharSequence text) {
        this.text = text;
        this.left = Math.max(LEAST_LOOKS, text.length() * LOOKS_PER_CHARACTER);
    }

    public static Patience with(CharSequence text) {
        return new Patience(text);
    }

    /** Whether it is found anywhere. One that takes too long is not. */
    boolean find(Pattern pattern) {
        try {
            return pattern.matcher(new Counted(text)).find();
        } catch (StackOverflowError tooDeep) { // of a pattern with many alternatives that repeat
            throw new CannotTellException("the pattern needs too much room; write it simpler");
        }
    }

    /** Empty where nothing can be told. */
    public java.util.Optional<Boolean> finds(Pattern pattern) {
        try {
            return java.util.Optional.of(find(pattern));
        } catch (CannotTellException tooLong) {
            return java.util.Optional.empty();
        }
    }

    private final class Counted implements CharSequence {

        private final CharSequence over;

        Counted(CharSequence over) {
            this.over = over;
        }

        @Override
        public char charAt(int index) {
            if (--left < 0) {
                throw new CannotTellException("the pattern takes too long; write it simpler");
            }
            return over.charAt(index);
        }

        @Override
        public int length() {
            return over.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Counted(over.subSequence(start, end));
        }

        @Override
        public String toString() {
            return over.toString();
        }
    }
}
