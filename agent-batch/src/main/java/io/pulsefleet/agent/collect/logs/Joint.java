package io.pulsefleet.agent.collect.logs;

import java.nio.charset.StandardCharsets;

/** Which lines go on what the line before them began. It looks at a line's beginning only. */
enum Joint {
    /** Each line is an entry. */
    NONE,
    /** What begins with a blank or a tab. */
    INDENTED,
    /** As indented, and what Java writes of exceptions. */
    STACK,
    /** All that does not begin with {@code [}. */
    BRACKET,
    /** All that does not begin with a digit. */
    DIGIT;

    private static final byte[][] OF_STACKS = {ascii("Caused by: "), ascii("Suppressed: "), ascii("... ")};
    private static final int LONGEST_NAME = 200;

    boolean goesOn(byte[] bytes, int from, int to) {
        if (this == NONE) {
            return false;
        }
        if (from >= to) {
            return this == BRACKET || this == DIGIT;
        }
        var first = bytes[from];
        return switch (this) {
            case INDENTED -> isBlank(first);
            case STACK -> isBlank(first) || isOfStack(bytes, from, to);
            case BRACKET -> first != '[';
            case DIGIT -> first < '0' || first > '9';
            case NONE -> false;
        };
    }

    private static boolean isBlank(byte one) {
        return one == ' ' || one == '\t';
    }

    private static boolean isOfStack(byte[] bytes, int from, int to) {
        for (var beginning : OF_STACKS) {
            if (startsWith(bytes, from, to, beginning)) {
                return true;
            }
        }
        return isThrowable(bytes, from, to);
    }

    private static boolean startsWith(byte[] bytes, int from, int to, byte[] beginning) {
        if (to - from < beginning.length) {
            return false;
        }
        for (int i = 0; i < beginning.length; i++) {
            if (bytes[from + i] != beginning[i]) {
                return false;
            }
        }
        return true;
    }

    /** {@code java.lang.IllegalStateException: ...}: a name with dots, of an exception or an error. */
    private static boolean isThrowable(byte[] bytes, int from, int to) {
        int dots = 0;
        int at = from;
        while (at < to && at < from + LONGEST_NAME && bytes[at] != ':' && bytes[at] != '\r') {
            if (bytes[at] == '.') {
                dots++;
            } else if (!Character.isJavaIdentifierPart(bytes[at])) {
                return false;
            }
            at++;
        }
        return dots > 0 && (endsWith(bytes, from, at, "Exception") || endsWith(bytes, from, at, "Error"));
    }

    private static boolean endsWith(byte[] bytes, int from, int to, String end) {
        return to - from >= end.length() && startsWith(bytes, to - end.length(), to, ascii(end));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
