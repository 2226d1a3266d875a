package io.pulsefleet.agent.collect.pglog;

/**
 * What of an entry is not to leave this host. A password that is set in a statement never does.
 *
 * <p>It is better to take away too much: of a text that ends in the middle of a literal, all the rest goes.
 */
enum Redaction {
    /** Passwords only. */
    NONE,
    /** Literals of statements, and values that messages repeat, become {@code ?}. */
    LITERALS,
    /** As literals; statements are left out altogether. */
    ALL;

    private static final String WORD = "password";

    /** Where its {@code w} stands. */
    private static final int RAREST = 4;

    String statement(String sql) {
        return switch (this) {
            case NONE -> withoutPasswords(sql);
            case LITERALS -> withoutLiterals(withoutPasswords(sql));
            case ALL -> null;
        };
    }

    /** Of a message, a detail, a hint or a context. */
    String words(String text) {
        var safe = withoutPasswords(text);
        return this == NONE ? safe : withoutValues(safe);
    }

    /** Whatever string follows the word, in quotes of any kind, or as in {@code password=...} of a connection. */
    static String withoutPasswords(String text) {
        int word = find(text, 0);
        if (word < 0) {
            return text;
        }
        var safe = new StringBuilder(text.length());
        int told = 0;
        for (; word >= 0; word = find(text, Math.max(word + WORD.length(), told))) {
            int value = valueStart(text, word + WORD.length());
            int end = value < 0 ? -1 : valueEnd(text, value);
            if (end > value) {
                append(safe, text, told, value).append("'?'");
                told = end;
            }
        }
        return append(safe, text, told, text.length()).toString();
    }

    /** By its letter that is rarest in SQL and in PostgreSQL's own words: most texts have none, and all are asked. */
    private static int find(String text, int from) {
        int last = text.length() - WORD.length() + RAREST;
        for (int at = from + RAREST; at <= last; at++) {
            var one = text.charAt(at);
            if ((one == 'w' || one == 'W') && text.regionMatches(true, at - RAREST, WORD, 0, WORD.length())) {
                return at - RAREST;
            }
        }
        return -1;
    }

    /** Where the value begins that the word introduces; -1 when it introduces none. */
    private static int valueStart(String text, int from) {
        int at = blanksEnd(text, from);
        if (at < text.length() && (text.charAt(at) == '=' || text.charAt(at) == ':')) {
            return blanksEnd(text, at + 1);
        }
        int quote = at;
        while (quote < text.length() && quote < at + 2 && "eEuUnN&".indexOf(text.charAt(quote)) >= 0) {
            quote++;
        }
        return quote < text.length() && (text.charAt(quote) == '\'' || text.charAt(quote) == '$') ? at : -1;
    }

    private static int blanksEnd(String text, int from) {
        int at = from;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static int valueEnd(String text, int value) {
        int quote = value;
        while (quote < text.length() && "eEuUnN&".indexOf(text.charAt(quote)) >= 0 && quote < value + 2) {
            quote++;
        }
        if (quote < text.length() && text.charAt(quote) == '\'') {
            return quotedEnd(text, quote);
        }
        if (quote < text.length() && text.charAt(quote) == '$') {
            return dollarEnd(text, quote);
        }
        int end = value;
        while (end < text.length()
                && !Character.isWhitespace(text.charAt(end))
                && "'\",;)".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    /** Quotes within quotes are doubled: as many as it begins with, it ends with. */
    private static int quotedEnd(String text, int quote) {
        int run = quotes(text, quote);
        if (run % 2 == 0 && (quote + run >= text.length() || !isLetterOrDigit(text.charAt(quote + run)))) {
            return quote + run; // an empty one
        }
        int closing = run % 2 == 0 ? run : 1;
        for (int at = quote + run; at < text.length(); at++) {
            if (text.charAt(at) == '\\') {
                at++;
            } else if (text.charAt(at) == '\'') {
                int here = quotes(text, at);
                if (closing == 1 ? here % 2 == 1 : here >= closing) {
                    return at + here;
                }
                at += here - 1;
            }
        }
        return text.length();
    }

    private static int quotes(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) == '\'') {
            at++;
        }
        return at - from;
    }

    /** Behind {@code $tag$ ... $tag$}; as far as it goes where it does not end; where it is no such thing, where it begins. */
    private static int dollarEnd(String text, int from) {
        int tagEnd = from + 1;
        while (tagEnd < text.length() && isNameLike(text.charAt(tagEnd)) && text.charAt(tagEnd) != '$') {
            tagEnd++;
        }
        if (tagEnd >= text.length()
                || text.charAt(tagEnd) != '$'
                || (tagEnd > from + 1 && Character.isDigit(text.charAt(from + 1)))) {
            return from;
        }
        var tag = text.substring(from, tagEnd + 1);
        int end = text.indexOf(tag, tagEnd + 1);
        return end < 0 ? text.length() : end + tag.length();
    }

    private static boolean isNameLike(char one) {
        return isLetterOrDigit(one) || one == '_' || one == '$';
    }

    /** Without a look into Unicode's tables for the letters that there are nearly always. */
    private static boolean isLetterOrDigit(char one) {
        return one < 128
                ? (one >= 'a' && one <= 'z') || (one >= 'A' && one <= 'Z') || (one >= '0' && one <= '9')
                : Character.isLetterOrDigit(one);
    }

    private static boolean isDigit(char one) {
        return one < 128 ? one >= '0' && one <= '9' : Character.isDigit(one);
    }

    /** Of SQL: strings and numbers. Names in double quotes, parameters as {@code $1} and comments stay. */
    static String withoutLiterals(String sql) {
        StringBuilder safe = null;
        int told = 0;
        int at = 0;
        while (at < sql.length()) {
            var one = sql.charAt(at);
            if (one <= ' ') {
                at++;
                continue;
            }
            int end = literalEnd(sql, at);
            if (end == at) {
                at = wordEnd(sql, at);
                continue;
            }
            safe = safe == null ? new StringBuilder(sql.length()) : safe;
            append(safe, sql, told, at).append('?');
            told = end;
            at = end;
        }
        return safe == null ? sql : append(safe, sql, told, sql.length()).toString();
    }

    /** At once; a builder takes a part of a text letter by letter. */
    private static StringBuilder append(StringBuilder safe, String text, int from, int to) {
        return safe.append(text.substring(from, to));
    }

    private static int literalEnd(String sql, int at) {
        var one = sql.charAt(at);
        return switch (one) {
            case '\'' -> stringEnd(sql, at, false);
            case '$' -> dollarEnd(sql, at);
            case 'e', 'E' -> isQuote(sql, at + 1) ? stringEnd(sql, at + 1, true) : at;
            case 'b', 'B', 'x', 'X', 'n', 'N' -> isQuote(sql, at + 1) ? stringEnd(sql, at + 1, false) : at;
            case 'u', 'U' -> sql.startsWith("&'", at + 1) ? stringEnd(sql, at + 2, false) : at;
            default -> isDigit(one) ? numberEnd(sql, at) : at;
        };
    }

    private static boolean isQuote(String sql, int at) {
        return at < sql.length() && sql.charAt(at) == '\'';
    }

    private static int stringEnd(String sql, int quote, boolean escapes) {
        for (int at = quote + 1; at < sql.length(); at++) {
            if (escapes && sql.charAt(at) == '\\') {
                at++;
            } else if (sql.charAt(at) == '\'') {
                if (at + 1 >= sql.length() || sql.charAt(at + 1) != '\'') {
                    return at + 1;
                }
                at++;
            }
        }
        return sql.length();
    }

    private static int numberEnd(String sql, int from) {
        int at = from;
        while (at < sql.length()
                && (isLetterOrDigit(sql.charAt(at))
                        || sql.charAt(at) == '.'
                        || sql.charAt(at) == '_'
                        || ("+-".indexOf(sql.charAt(at)) >= 0 && "eE".indexOf(sql.charAt(at - 1)) >= 0))) {
            at++;
        }
        return at;
    }

    /** Behind a name, a quoted name, a comment, or one other character. */
    private static int wordEnd(String sql, int from) {
        var one = sql.charAt(from);
        if (isNameLike(one)) {
            int at = from + 1;
            while (at < sql.length() && isNameLike(sql.charAt(at))) {
                at++;
            }
            return at;
        }
        return switch (one) {
            case '-' -> sql.startsWith("--", from) ? endOr(sql, sql.indexOf('\n', from), 0) : from + 1;
            case '/' -> sql.startsWith("/*", from) ? endOr(sql, sql.indexOf("*/", from + 2), 2) : from + 1;
            case '"' -> endOr(sql, sql.indexOf('"', from + 1), 1);
            default -> from + 1;
        };
    }

    /** Behind what was found, or behind all where it was not. */
    private static int endOr(String sql, int found, int length) {
        return found < 0 ? sql.length() : found + length;
    }

    /** Of what PostgreSQL says in its own words: values that it repeats. Names and numbers of its own stay. */
    private static String withoutValues(String text) {
        var safe = withoutQuoted(text);
        if (safe.indexOf('(') >= 0) {
            safe = withoutInner(safe, "=(", ')');
            safe = withoutInner(safe, "Failing row contains (", ')');
        }
        if (safe.indexOf('"') < 0) {
            return safe;
        }
        safe = withoutInner(safe, ": \"", '"');
        safe = withoutInner(safe, " near \"", '"');
        safe = withoutInner(safe, "value \"", '"');
        return withoutInner(safe, "SQL statement \"", '"');
    }

    private static String withoutQuoted(String text) {
        int quote = text.indexOf('\'');
        if (quote < 0) {
            return text;
        }
        var safe = new StringBuilder(text.length());
        int told = 0;
        while (quote >= 0) {
            int from = quote + 1;
            if (quote == 0 || !isLetterOrDigit(text.charAt(quote - 1))) { // else: an apostrophe
                append(safe, text, told, quote).append('?');
                told = stringEnd(text, quote, false);
                from = told;
            }
            quote = text.indexOf('\'', from);
        }
        return append(safe, text, told, text.length()).toString();
    }

    /** From the first such beginning to the line's last such end: what lies between may hold both. */
    private static String withoutInner(String text, String beginning, char end) {
        int value = behind(text, beginning);
        if (value < 0) {
            return text;
        }
        int line = text.indexOf('\n', value);
        int last = text.lastIndexOf(end, line < 0 ? text.length() : line);
        return text.substring(0, value) + '?' + text.substring(last >= value ? last : text.length());
    }

    /** Behind the first such beginning; -1 where there is none. It is looked for by its last character, the rarest. */
    private static int behind(String text, String beginning) {
        int before = beginning.length() - 1;
        var last = beginning.charAt(before);
        for (int at = text.indexOf(last); at >= 0; at = text.indexOf(last, at + 1)) {
            if (text.startsWith(beginning, at - before)) {
                return at + 1;
            }
        }
        return -1;
    }
}
