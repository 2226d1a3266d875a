package io.pulsefleet.agent.collect.pglog;

/** What stands behind the prefix of a line of {@code stderr}. */
enum Level {
    DEBUG5,
    DEBUG4,
    DEBUG3,
    DEBUG2,
    DEBUG1,
    LOG,
    INFO,
    NOTICE,
    WARNING,
    ERROR,
    FATAL,
    PANIC,

    DETAIL,
    HINT,
    QUERY,
    CONTEXT,
    STATEMENT,
    LOCATION,
    BACKTRACE;

    private static final Level[] ALL = values();

    /** Belongs to the entry before. */
    boolean isPart() {
        return compareTo(DETAIL) >= 0;
    }

    /** Behind the colon and its blanks. */
    int textStart(byte[] bytes, int from, int to) {
        int start = from + name().length() + 1;
        while (start < to && bytes[start] == ' ') {
            start++;
        }
        return start;
    }

    /** Null when there is none: asked for every place that may be one. */
    static Level at(byte[] bytes, int from, int to) {
        if (from >= to || bytes[from] < 'B' || bytes[from] > 'W') {
            return null;
        }
        for (var level : ALL) {
            if (level.isAt(bytes, from, to)) {
                return level;
            }
        }
        return null;
    }

    private boolean isAt(byte[] bytes, int from, int to) {
        int colon = from + name().length();
        if (bytes[from] != name().charAt(0)
                || colon >= to
                || bytes[colon] != ':'
                || !isEndOrBlank(bytes, colon + 1, to)) {
            return false;
        }
        for (int i = 1; i < name().length(); i++) {
            if (bytes[from + i] != name().charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isEndOrBlank(byte[] bytes, int at, int to) {
        return at >= to || bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r';
    }
}
