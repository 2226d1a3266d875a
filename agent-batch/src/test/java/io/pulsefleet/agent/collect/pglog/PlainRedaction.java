package io.pulsefleet.agent.collect.pglog;

/** {@link Redaction} as it was first written, letter by letter: what is taken away by the quick one is compared to this. */
enum PlainRedaction {
    /** Passwords only. */
    NONE,
    /** Literals of statements, and values that messages repeat, become {@code ?}. */
    LITERALS,
    /** As literals; statements are left out altogether. */
    ALL;

    private static final String WORD = "password";

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
                safe.append(text, told, value).append("'?'");
                told = end;
            }
        }
        return safe.append(text, told, text.length()).toString();
    }

    /** Not letter by letter: most texts have none of it, and this is asked of all of them. */
    private static int find(String text, int from) {
        int small = text.indexOf('p', from);
        int large = text.indexOf('P', from);
        while (small >= 0 || large >= 0) {
            int at = large < 0 || (small >= 0 && small < large) ? small : large;
            if (text.regionMatches(true, at, WORD, 0, WORD.length())) {
                return at;
            }
            if (at == small) {
                small = text.indexOf('p', at + 1);
            } else {
                large = text.indexOf('P', at + 1);
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
        if (run % 2 == 0 && (quote + run >= text.length() || !Character.isLetterOrDigit(text.charAt(quote + run)))) {
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
        return Character.isLetterOrDigit(one) || one == '_' || one == '$';
    }

    /** Of SQL: strings and numbers. Names in double quotes, parameters as {@code $1} and comments stay. */
    static String withoutLiterals(String sql) {
        var safe = new StringBuilder(sql.length());
        int at = 0;
        while (at < sql.length()) {
            int end = literalEnd(sql, at);
            if (end > at) {
                safe.append('?');
                at = end;
            } else {
                end = wordEnd(sql, at);
                safe.append(sql, at, end);
                at = end;
            }
        }
        return safe.toString();
    }

    private static int literalEnd(String sql, int at) {
        var one = sql.charAt(at);
        if (one == '\'') {
            return stringEnd(sql, at, false);
        }
        if (one == '$') {
            return dollarEnd(sql, at);
        }
        if (Character.isDigit(one)) {
            return numberEnd(sql, at);
        }
        if ("eEbBxXnN".indexOf(one) >= 0 && at + 1 < sql.length() && sql.charAt(at + 1) == '\'') {
            return stringEnd(sql, at + 1, one == 'e' || one == 'E');
        }
        if ((one == 'u' || one == 'U') && sql.startsWith("&'", at + 1)) {
            return stringEnd(sql, at + 2, false);
        }
        return at;
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
                && (Character.isLetterOrDigit(sql.charAt(at))
                        || sql.charAt(at) == '.'
                        || sql.charAt(at) == '_'
                        || ("+-".indexOf(sql.charAt(at)) >= 0 && "eE".indexOf(sql.charAt(at - 1)) >= 0))) {
            at++;
        }
        return at;
    }

    /** Behind a name, a quoted name, a comment, or one other character. */
    private static int wordEnd(String sql, int from) {
        if (sql.startsWith("--", from)) {
            int end = sql.indexOf('\n', from);
            return end < 0 ? sql.length() : end;
        }
        if (sql.startsWith("/*", from)) {
            int end = sql.indexOf("*/", from + 2);
            return end < 0 ? sql.length() : end + 2;
        }
        var one = sql.charAt(from);
        if (one == '"') {
            int end = sql.indexOf('"', from + 1);
            return end < 0 ? sql.length() : end + 1;
        }
        int at = from + 1;
        while (isNameLike(one) && at < sql.length() && isNameLike(sql.charAt(at))) {
            at++;
        }
        return at;
    }

    /** Of what PostgreSQL says in its own words: values that it repeats. Names and numbers of its own stay. */
    private static String withoutValues(String text) {
        var safe = withoutQuoted(text);
        safe = withoutInner(safe, "=(", ')');
        safe = withoutInner(safe, "Failing row contains (", ')');
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
            if (quote == 0 || !Character.isLetterOrDigit(text.charAt(quote - 1))) { // else: an apostrophe
                safe.append(text, told, quote).append('?');
                told = stringEnd(text, quote, false);
                from = told;
            }
            quote = text.indexOf('\'', from);
        }
        return safe.append(text, told, text.length()).toString();
    }

    /** From the first such beginning to the line's last such end: what lies between may hold both. */
    private static String withoutInner(String text, String beginning, char end) {
        int from = text.indexOf(beginning);
        if (from < 0) {
            return text;
        }
        int value = from + beginning.length();
        int line = text.indexOf('\n', value);
        int last = text.lastIndexOf(end, line < 0 ? text.length() : line);
        return text.substring(0, value) + '?' + text.substring(last >= value ? last : text.length());
    }
}
