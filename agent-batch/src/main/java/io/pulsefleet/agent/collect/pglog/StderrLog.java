package io.pulsefleet.agent.collect.pglog;

import io.pulsefleet.agent.collect.tail.Ending;
import io.pulsefleet.agent.collect.tail.Utf8;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What PostgreSQL writes to {@code stderr}: each line with a prefix, the lines of a text but the first with a tab.
 *
 * <pre>
 * 2026-11-21 10:00:00.123 UTC [17] ERROR:  relation "orders" does not exist at character 15
 * 2026-11-21 10:00:00.123 UTC [17] STATEMENT:  SELECT *
 * ⇥       FROM orders
 * </pre>
 *
 * <p>DETAIL, HINT, CONTEXT and STATEMENT of the same process belong to the entry before. The last entry is whole when
 * another follows, or when nobody writes any more.
 */
final class StderrLog implements Format {

    /** As they are found most often, tried where the one that is set does not fit: the longer ones first. */
    static final List<String> USUAL = List.of(
            "%t [%p]: [%l-1] user=%u,db=%d,app=%a,client=%h ",
            "%t [%p]: user=%u,db=%d,app=%a,client=%h ",
            "%m [%p] %q[user=%u,db=%d,app=%a] ",
            "%m [%p] %q%u@%d/%a ",
            "%m [%p] %q%u@%d ",
            "%m [%p] %q[%a] ",
            "%m [%p]: [%l-1] user=%u,db=%d,app=%a,client=%h ",
            "%t:%r:%u@%d:[%p]:",
            "%m:%r:%u@%d:[%p]:%l:%e:%s:%v:%x:%c:%q%a:",
            "%m [%p] ",
            "%t [%p]: [%l-1] ",
            "%t [%p] ",
            "< %m >",
            "%n [%p] ",
            "%m ",
            "%t ");

    private final List<LinePrefix> prefixes = new ArrayList<>();
    private final Times times;
    private final Utf8 utf8;

    /** The one that fitted last. */
    private LinePrefix likely;

    /** Whether what was passed last ended in the middle of a line. */
    private boolean inLine;

    /** The last that a line told; what has none of its own came at that time. */
    private Instant lastTime;

    /** @param prefix the server's; where it is not known the usual ones are tried, and then that there is none */
    StderrLog(Optional<LinePrefix> prefix, Times times, Utf8 utf8) {
        prefix.ifPresent(prefixes::add);
        USUAL.stream().map(LinePrefix::of).forEach(prefixes::add);
        if (prefix.isEmpty()) {
            prefixes.add(LinePrefix.of(""));
        }
        likely = prefixes.get(0);
        this.times = times;
        this.utf8 = utf8;
    }

    @Override
    public int read(byte[] bytes, int from, int to, Ending ending, Draft into) {
        into.clear();
        int end = lineEnd(bytes, from, to);
        if (end == to && ending != Ending.CLOSED) {
            return NOT_WHOLE;
        }
        if (!fits(bytes, from, end) || likely.level().isPart()) {
            stray(bytes, from, end, into);
            return next(end, to);
        }
        return readEntry(bytes, from, to, ending, into);
    }

    private int readEntry(byte[] bytes, int from, int to, Ending ending, Draft into) {
        int end = lineEnd(bytes, from, to);
        begin(bytes, into);
        var pid = into.pid;
        var part = likely.level();
        int partFrom = likely.textStart(bytes, end);
        while (true) {
            int line = next(end, to);
            if (line == to) {
                tell(part, bytes, partFrom, end, into);
                return ending.mayGoOn() ? NOT_WHOLE : to;
            }
            int lineEnd = lineEnd(bytes, line, to);
            if (lineEnd == to && ending != Ending.CLOSED) {
                return NOT_WHOLE;
            }
            if (bytes[line] != '\t') {
                if (!fits(bytes, line, lineEnd) || !isPartOf(pid, bytes)) {
                    tell(part, bytes, partFrom, end, into);
                    return line;
                }
                tell(part, bytes, partFrom, end, into);
                part = likely.level();
                partFrom = likely.textStart(bytes, lineEnd);
            }
            end = lineEnd;
        }
    }

    private boolean isPartOf(Integer pid, byte[] bytes) {
        if (!likely.level().isPart()) {
            return false;
        }
        var own = likely.pid(bytes);
        return own == null || own.equals(pid);
    }

    private void begin(byte[] bytes, Draft into) {
        likely.tell(bytes, into, times, utf8);
        into.severity = likely.level().name();
        into.timestamp = into.timestamp == null ? lastTime : into.timestamp;
        lastTime = into.timestamp;
    }

    private void tell(Level part, byte[] bytes, int from, int to, Draft into) {
        int end = to > from && bytes[to - 1] == '\r' ? to - 1 : to;
        var text = utf8.text(bytes, Math.min(from, end), end);
        var whole = text.indexOf('\n') < 0 ? text : text.replace("\n\t", "\n");
        switch (part) {
            case DETAIL -> into.detail = whole;
            case HINT -> into.hint = whole;
            case CONTEXT -> into.context = whole;
            case STATEMENT -> into.statement = whole;
            case QUERY -> into.statement = into.statement == null ? whole : into.statement;
            case LOCATION, BACKTRACE -> {} // where in PostgreSQL's sources: nothing that an entry tells
            default -> tellMessage(whole, into);
        }
    }

    /** With {@code log_error_verbosity = verbose} the SQLSTATE stands before it. */
    private static void tellMessage(String text, Draft into) {
        if (text.length() > 7 && text.startsWith(": ", 5) && isState(text)) {
            into.state = text.substring(0, 5);
            into.message = text.substring(7);
        } else {
            into.message = text;
        }
    }

    private static boolean isState(String text) {
        var digits = 0;
        for (int i = 0; i < 5; i++) {
            var one = text.charAt(i);
            if (!(one >= '0' && one <= '9') && !(one >= 'A' && one <= 'Z')) {
                return false;
            }
            digits += one <= '9' ? 1 : 0;
        }
        return digits > 0;
    }

    private void stray(byte[] bytes, int from, int end, Draft into) {
        var text = utf8.text(bytes, from, end).strip();
        if (text.isEmpty()) {
            into.kind = Draft.Kind.NOTHING;
            return;
        }
        into.kind = Draft.Kind.STRAY;
        into.severity = "LOG";
        into.timestamp = lastTime;
        into.message = text;
    }

    private boolean fits(byte[] bytes, int from, int to) {
        if (from >= to || bytes[from] == '\t') {
            return false;
        }
        if (likely.fits(bytes, from, to)) {
            return true;
        }
        for (var prefix : prefixes) {
            if (prefix != likely && prefix.fits(bytes, from, to)) {
                likely = prefix;
                return true;
            }
        }
        return false;
    }

    @Override
    public void readBeginning(byte[] bytes, int from, int to, Draft into) {
        into.clear();
        int end = lineEnd(bytes, from, to);
        if (!fits(bytes, from, end) || likely.level().isPart()) {
            stray(bytes, from, Math.min(end, from + 1_000), into);
            return;
        }
        readEntry(bytes, from, to, Ending.CLOSED, into);
    }

    /** Up to the next line that begins an entry. */
    @Override
    public Passed pass(byte[] bytes, int from, int to, Ending ending, boolean begun) {
        int line = begun && !inLine ? from : next(lineEnd(bytes, from, to), to);
        while (line < to) {
            int end = lineEnd(bytes, line, to);
            if (fits(bytes, line, end) && !likely.level().isPart()) {
                inLine = false;
                return new Passed(line, true);
            }
            if (end == to && ending.mayGoOn() && line > from) {
                inLine = false;
                return new Passed(line, false);
            }
            line = next(end, to);
        }
        inLine = bytes[to - 1] != '\n';
        return new Passed(to, ending == Ending.CLOSED || (ending == Ending.SETTLED && !inLine));
    }

    private static int lineEnd(byte[] bytes, int from, int to) {
        int end = from;
        while (end < to && bytes[end] != '\n') {
            end++;
        }
        return end;
    }

    private static int next(int lineEnd, int to) {
        return Math.min(to, lineEnd + 1);
    }
}
