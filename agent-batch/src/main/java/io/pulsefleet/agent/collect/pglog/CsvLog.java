package io.pulsefleet.agent.collect.pglog;

import io.pulsefleet.agent.collect.tail.Ending;
import io.pulsefleet.agent.collect.tail.Utf8;

/**
 * {@code csvlog}: 23 columns before PostgreSQL 13, 24 in 13, 26 since 14; more are passed over. A text in quotes may have
 * lines.
 */
final class CsvLog implements Format {

    private static final int TIME = 0;
    private static final int USER = 1;
    private static final int DATABASE = 2;
    private static final int PID = 3;
    private static final int FROM = 4;
    private static final int SEVERITY = 11;
    private static final int STATE = 12;
    private static final int MESSAGE = 13;
    private static final int DETAIL = 14;
    private static final int HINT = 15;
    private static final int INTERNAL_QUERY = 16;
    private static final int CONTEXT = 18;
    private static final int QUERY = 19;
    private static final int APPLICATION = 22;
    private static final int BACKEND_TYPE = 23;
    private static final int QUERY_ID = 25;

    private static final int FEWEST = 23;
    private static final int MOST = 64;

    private final Times times;
    private final Utf8 utf8;

    private final int[] starts = new int[MOST];
    private final int[] ends = new int[MOST];
    private final boolean[] doubled = new boolean[MOST];
    private int columns;

    /** Whether something stands behind a closing quote: one is missing before it. */
    private boolean torn;

    /** Whether the place that was passed last stands between quotes. */
    private boolean quoted;

    CsvLog(Times times, Utf8 utf8) {
        this.times = times;
        this.utf8 = utf8;
    }

    @Override
    public int read(byte[] bytes, int from, int to, Ending ending, Draft into) {
        into.clear();
        if (from < to && (bytes[from] == '\n' || bytes[from] == '\r')) {
            into.kind = Draft.Kind.NOTHING;
            return from + 1;
        }
        int end = split(bytes, from, to);
        if (end == NOT_WHOLE) {
            if (ending != Ending.CLOSED) {
                return NOT_WHOLE;
            }
            into.isBroken("its last line is not whole");
            return to;
        }
        if (torn || columns < FEWEST || !tell(bytes, into)) {
            into.isBroken("is no line of csvlog: " + utf8.text(bytes, from, Math.min(end, from + 80)));
            return nextEntry(bytes, from, to, end);
        }
        return end;
    }

    /** Where a quote is missing, what was taken for one entry may be several: it goes on where one seems to begin. */
    private static int nextEntry(byte[] bytes, int from, int to, int end) {
        for (int i = from; i < to && (i < end || bytes[end - 1] != '\n'); i++) {
            if (bytes[i] == '\n' && Times.end(bytes, i + 1, to) > 0) {
                return i + 1;
            }
        }
        return end;
    }

    /** @return behind the line's end */
    private int split(byte[] bytes, int from, int to) {
        columns = 0;
        torn = false;
        int at = from;
        while (at < to) {
            int end = column(bytes, at, to);
            if (torn) {
                return end;
            }
            if (end >= to) {
                return NOT_WHOLE;
            }
            at = end + 1;
            if (bytes[end] == '\n') {
                return at;
            }
        }
        return NOT_WHOLE;
    }

    /** @return the place of the comma or the line's end behind it */
    private int column(byte[] bytes, int from, int to) {
        int column = Math.min(columns++, MOST - 1);
        doubled[column] = false;
        int at = from;
        if (bytes[from] == '"') {
            at++;
            starts[column] = at;
            while (at < to) {
                if (bytes[at] == '"') {
                    if (at + 1 >= to || bytes[at + 1] != '"') {
                        break;
                    }
                    doubled[column] = true;
                    at++;
                }
                at++;
            }
            ends[column] = Math.min(at, to);
            at++;
            torn = at < to && bytes[at] != ',' && bytes[at] != '\n' && bytes[at] != '\r';
        } else {
            starts[column] = from;
            ends[column] = -1;
        }
        while (at < to && bytes[at] != ',' && bytes[at] != '\n') {
            at++;
        }
        if (ends[column] < 0) {
            ends[column] = Math.min(at, to);
        }
        return at;
    }

    /** @return false when it begins with no time */
    private boolean tell(byte[] bytes, Draft into) {
        var time = times.read(bytes, starts[TIME], ends[TIME]);
        if (time.isEmpty()) {
            return false;
        }
        into.timestamp = time.get();
        into.user = text(USER, bytes);
        into.database = text(DATABASE, bytes);
        into.pid = Numbers.integer(bytes, starts[PID], ends[PID]);
        into.host = withoutPort(text(FROM, bytes));
        into.severity = text(SEVERITY, bytes);
        into.state = text(STATE, bytes);
        into.message = text(MESSAGE, bytes);
        into.detail = text(DETAIL, bytes);
        into.hint = text(HINT, bytes);
        into.context = text(CONTEXT, bytes);
        var query = text(QUERY, bytes);
        into.statement = query == null ? text(INTERNAL_QUERY, bytes) : query;
        into.application = text(APPLICATION, bytes);
        into.backendType = text(BACKEND_TYPE, bytes);
        if (columns > QUERY_ID) {
            into.queryId = Numbers.queryId(bytes, starts[QUERY_ID], ends[QUERY_ID]);
        }
        return true;
    }

    /** Null where it is empty or not there. */
    private String text(int column, byte[] bytes) {
        if (column >= columns || starts[column] >= ends[column]) {
            return null;
        }
        var text = utf8.text(bytes, starts[column], ends[column]);
        return doubled[column] ? text.replace("\"\"", "\"") : text;
    }

    private static String withoutPort(String host) {
        int colon = host == null ? -1 : host.lastIndexOf(':');
        return colon > 0 ? host.substring(0, colon) : host;
    }

    @Override
    public void readBeginning(byte[] bytes, int from, int to, Draft into) {
        into.clear();
        split(bytes, from, to);
        if (columns <= MESSAGE || !tell(bytes, into)) {
            into.isBroken("is no line of csvlog: " + utf8.text(bytes, from, Math.min(to, from + 80)));
        }
    }

    @Override
    public Passed pass(byte[] bytes, int from, int to, Ending ending, boolean begun) {
        quoted &= begun;
        for (int i = from; i < to; i++) {
            if (bytes[i] == '"') {
                quoted = !quoted;
            } else if (bytes[i] == '\n' && !quoted) {
                return new Passed(i + 1, true);
            }
        }
        return new Passed(to, ending == Ending.CLOSED);
    }
}
