package io.pulsefleet.agent.collect.pglog;

import io.pulsefleet.agent.collect.tail.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A {@code log_line_prefix}, taken apart once. A line fits it when the prefix and then a level stand at its beginning.
 *
 * <p>Numbers and times end by themselves. Names end where the rest of the prefix and a level follow: they may hold the very
 * characters that stand behind them.
 */
final class LinePrefix {

    /** All that PostgreSQL knows, up to version 18. */
    private static final String ESCAPES = "audbrhLpPtmnsilcvxeQqB";

    private static final String NAMES = "audbrhLiB";
    private static final int LONGEST_NAME = 300;
    private static final int LONGEST_COUNT = 20;

    private static final class Token {

        /** What stands behind the percent sign; 0 for a text that stands there as it is. */
        final char escape;

        final int padding;
        final byte[] text;

        Token(char escape, int padding, byte[] text) {
            this.escape = escape;
            this.padding = padding;
            this.text = text;
        }
    }

    private final String text;
    private final Token[] tokens;

    /** Where each token was found in the line that fitted last. */
    private final int[] starts;

    private final int[] ends;
    private Level level;
    private int levelAt;
    private int found;

    private LinePrefix(String text, List<Token> tokens) {
        this.text = text;
        this.tokens = tokens.toArray(Token[]::new);
        starts = new int[tokens.size()];
        ends = new int[tokens.size()];
    }

    /** @throws IllegalArgumentException that names what it does not know */
    static LinePrefix of(String text) {
        var tokens = new ArrayList<Token>();
        var plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) != '%') {
                plain.append(text.charAt(i));
                continue;
            }
            int at = i + 1;
            while (at < text.length()
                    && (Character.isDigit(text.charAt(at)) || (at == i + 1 && text.charAt(at) == '-'))) {
                at++;
            }
            if (at == text.length()) {
                throw new IllegalArgumentException("ends in the middle of an escape: " + text);
            }
            var escape = text.charAt(at);
            if (escape == '%') {
                plain.append('%');
            } else if (ESCAPES.indexOf(escape) < 0) {
                throw new IllegalArgumentException("knows no escape %" + escape + ": " + text);
            } else {
                addPlain(tokens, plain);
                tokens.add(new Token(escape, padding(text.substring(i + 1, at)), new byte[0]));
            }
            i = at;
        }
        var last = plain.toString().stripTrailing(); // blanks before the level need not be there
        addPlain(tokens, new StringBuilder(last));
        return new LinePrefix(text, tokens);
    }

    private static int padding(String number) {
        return number.isEmpty() || number.equals("-") ? 0 : Integer.parseInt(number);
    }

    private static void addPlain(List<Token> tokens, StringBuilder plain) {
        if (!plain.isEmpty()) {
            tokens.add(new Token((char) 0, 0, plain.toString().getBytes(StandardCharsets.UTF_8)));
            plain.setLength(0);
        }
    }

    /** Whether this line bears it. What is asked then is about this line. */
    boolean fits(byte[] bytes, int from, int to) {
        found = tokens.length;
        return fits(0, bytes, from, to);
    }

    Level level() {
        return level;
    }

    /** Where the level's text begins. */
    int textStart(byte[] bytes, int to) {
        return level.textStart(bytes, levelAt, to);
    }

    /** What the prefix says of the entry. */
    void tell(byte[] bytes, Draft into, Times times, Utf8 utf8) {
        for (int i = 0; i < found; i++) {
            if (tokens[i].escape != 0 && ends[i] > starts[i]) {
                tell(tokens[i].escape, bytes, starts[i], ends[i], into, times, utf8);
            }
        }
    }

    private static void tell(char escape, byte[] bytes, int from, int to, Draft into, Times times, Utf8 utf8) {
        switch (escape) {
            case 'm', 't' -> into.timestamp = times.read(bytes, from, to).orElse(into.timestamp);
            case 'n' -> into.timestamp = Times.readEpoch(bytes, from, to).orElse(into.timestamp);
            case 'p' -> into.pid = Numbers.integer(bytes, from, to);
            case 'u' -> into.user = known(utf8.text(bytes, from, to));
            case 'd' -> into.database = known(utf8.text(bytes, from, to));
            case 'a' -> into.application = known(utf8.text(bytes, from, to));
            case 'b' -> into.backendType = utf8.text(bytes, from, to);
            case 'h' -> into.host = known(utf8.text(bytes, from, to));
            case 'r' -> into.host = withoutPort(known(utf8.text(bytes, from, to)));
            case 'e' -> into.state = utf8.text(bytes, from, to);
            case 'Q' -> into.queryId = Numbers.queryId(bytes, from, to);
            default -> {} // nothing that an entry tells
        }
    }

    private static String known(String name) {
        return name.equals("[unknown]") || name.isEmpty() ? null : name;
    }

    private static String withoutPort(String host) {
        int bracket = host == null ? -1 : host.indexOf('(');
        return bracket > 0 ? host.substring(0, bracket) : host;
    }

    /** Of the line that fitted last; null where the prefix does not tell. */
    Integer pid(byte[] bytes) {
        for (int i = 0; i < found; i++) {
            if (tokens[i].escape == 'p') {
                return Numbers.integer(bytes, starts[i], ends[i]);
            }
        }
        return null;
    }

    private boolean fits(int token, byte[] bytes, int from, int to) {
        if (token == tokens.length) {
            return isLevel(bytes, from, to);
        }
        var one = tokens[token];
        starts[token] = from;
        ends[token] = from;
        if (one.escape == 0) {
            return isText(one.text, bytes, from, to) && fits(token + 1, bytes, from + one.text.length, to);
        }
        if (one.escape == 'q') {
            return endsHere(token, bytes, from, to) || fits(token + 1, bytes, from, to);
        }
        return NAMES.indexOf(one.escape) >= 0 ? fitsName(token, bytes, from, to) : fitsValue(token, bytes, from, to);
    }

    /** What is no session's has no more of the prefix. */
    private boolean endsHere(int token, byte[] bytes, int from, int to) {
        found = token;
        if (isLevel(bytes, from, to)) {
            return true;
        }
        found = tokens.length;
        return false;
    }

    private boolean isLevel(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] == ' ') {
            at++;
        }
        level = Level.at(bytes, at, to);
        levelAt = at;
        return level != null;
    }

    private static boolean isText(byte[] text, byte[] bytes, int from, int to) {
        return from + text.length <= to && Arrays.equals(text, 0, text.length, bytes, from, from + text.length);
    }

    private boolean fitsName(int token, byte[] bytes, int from, int to) {
        int longest = Math.min(to, from + LONGEST_NAME);
        for (int end = from; end <= longest; end++) {
            if (mayFollow(token + 1, bytes, end, to) && fits(token + 1, bytes, end, to)) {
                setTrimmed(token, bytes, from, end);
                return true;
            }
        }
        return false;
    }

    /** Looked at before all else is tried: most characters of a name are no end of it. */
    private boolean mayFollow(int token, byte[] bytes, int at, int to) {
        if (token == tokens.length || tokens[token].escape != 0) {
            return true;
        }
        return at < to && bytes[at] == tokens[token].text[0];
    }

    private void setTrimmed(int token, byte[] bytes, int from, int to) {
        int start = from;
        int end = to;
        while (start < end && bytes[start] == ' ') {
            start++;
        }
        while (end > start && bytes[end - 1] == ' ') {
            end--;
        }
        starts[token] = start;
        ends[token] = end;
    }

    private boolean fitsValue(int token, byte[] bytes, int from, int to) {
        int start = from;
        while (tokens[token].padding > 0 && start < to && bytes[start] == ' ') {
            start++;
        }
        int end = valueEnd(tokens[token].escape, bytes, start, to);
        if (end < 0) {
            return false;
        }
        int next = end;
        while (tokens[token].padding < 0 && next < to && bytes[next] == ' ' && next - from < -tokens[token].padding) {
            next++;
        }
        if (!fits(token + 1, bytes, next, to)) {
            return false;
        }
        starts[token] = start;
        ends[token] = end;
        return true;
    }

    private static int valueEnd(char escape, byte[] bytes, int from, int to) {
        return switch (escape) {
            case 'm', 't', 's' -> Times.end(bytes, from, to);
            case 'n' -> epochEnd(bytes, from, to);
            case 'p', 'l' -> atLeastOne(from, Times.digitsEnd(bytes, from, to));
            case 'Q' -> Times.digitsEnd(bytes, from < to && bytes[from] == '-' ? from + 1 : from, to);
            case 'e' -> from + 5 <= to && isState(bytes, from) ? from + 5 : -1;
            case 'c' -> charactersEnd("0123456789abcdef.", bytes, from, to);
            case 'v' -> charactersEnd("0123456789/-", bytes, from, to);
            default -> Times.digitsEnd(bytes, from, to); // x, P
        };
    }

    private static int atLeastOne(int from, int end) {
        return end > from && end - from <= LONGEST_COUNT ? end : -1;
    }

    private static int epochEnd(byte[] bytes, int from, int to) {
        int end = Times.digitsEnd(bytes, from, to);
        if (end == from) {
            return -1;
        }
        return end < to && bytes[end] == '.' ? Times.digitsEnd(bytes, end + 1, to) : end;
    }

    static boolean isState(byte[] bytes, int from) {
        for (int i = from; i < from + 5; i++) {
            if (!(bytes[i] >= '0' && bytes[i] <= '9') && !(bytes[i] >= 'A' && bytes[i] <= 'Z')) {
                return false;
            }
        }
        return true;
    }

    private static int charactersEnd(String allowed, byte[] bytes, int from, int to) {
        int end = from;
        while (end < to && allowed.indexOf(bytes[end]) >= 0) {
            end++;
        }
        return end;
    }

    @Override
    public String toString() {
        return text;
    }
}
