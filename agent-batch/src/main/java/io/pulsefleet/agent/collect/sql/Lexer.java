package io.pulsefleet.agent.collect.sql;

import io.pulsefleet.agent.collect.jdbc.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Takes SQL apart as the database itself does, so that nothing hides: not a semicolon behind what only looks like a quote,
 * nor a key word in what only looks like a comment.
 */
final class Lexer {

    private static final Pattern BLANK = Pattern.compile("\\s+");
    private static final Pattern WORD =
            Pattern.compile("[A-Za-z_\\x{80}-\\x{10ffff}][A-Za-z0-9_$\\x{80}-\\x{10ffff}]*");
    private static final Pattern PARAMETER = Pattern.compile("%\\(([A-Za-z_][A-Za-z0-9_]*)\\)s");
    private static final Pattern DOLLARS =
            Pattern.compile("\\$(?:[A-Za-z_\\x{80}-\\x{10ffff}][A-Za-z0-9_\\x{80}-\\x{10ffff}]*)?\\$");
    private static final Pattern LINE = Pattern.compile("[^\\r\\n]*");
    private static final Pattern MYSQL_DASHES = Pattern.compile("--(?=[\\s\\p{Cntrl}]|\\z)");

    private final String sql;
    private final Dialect dialect;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Lexer(String sql, Dialect dialect) {
        this.sql = sql;
        this.dialect = dialect;
    }

    /** @throws RefusedSqlException when a quote or a comment is never closed, or what it is depends on the server */
    static List<Token> tokens(String sql, Dialect dialect) throws RefusedSqlException {
        var lexer = new Lexer(sql, dialect);
        while (lexer.at < sql.length()) {
            lexer.next();
        }
        return List.copyOf(lexer.tokens);
    }

    private void next() throws RefusedSqlException {
        if (lookingAt(BLANK)) {
            take(Token.Kind.BLANK, endOf(BLANK));
        } else if (isLineComment()) {
            take(Token.Kind.COMMENT, endOf(LINE));
        } else if (startsWith("/*")) {
            take(Token.Kind.COMMENT, endOfComment());
        } else if (startsWith("'") || startsWith("\"") || (dialect == Dialect.MYSQL && startsWith("`"))) {
            take(Token.Kind.QUOTED, endOfQuote(at, hasBackslashes()));
        } else if (dialect == Dialect.POSTGRESQL && lookingAt(DOLLARS)) {
            take(Token.Kind.QUOTED, endOfDollars());
        } else if (lookingAt(PARAMETER)) {
            var parameter = PARAMETER.matcher(sql).region(at, sql.length());
            parameter.lookingAt();
            tokens.add(new Token(Token.Kind.PARAMETER, parameter.group(1)));
            at = parameter.end();
        } else if (lookingAt(WORD)) {
            take(Token.Kind.WORD, endOf(WORD));
        } else {
            take(Token.Kind.SIGN, at + (startsWith("%%") ? 2 : 1));
        }
    }

    private boolean isLineComment() {
        return dialect == Dialect.POSTGRESQL ? startsWith("--") : startsWith("#") || lookingAt(MYSQL_DASHES);
    }

    private int endOfComment() throws RefusedSqlException {
        if (dialect == Dialect.MYSQL && (startsWith("/*!") || startsWith("/*M!"))) {
            throw new RefusedSqlException("a comment that MySQL executes (/*! */) is not allowed");
        }
        var depth = 1;
        for (int i = at + 2; i < sql.length() - 1; i++) {
            if (sql.startsWith("*/", i)) {
                depth--;
                i++;
                if (depth == 0) {
                    return i + 1;
                }
            } else if (dialect == Dialect.POSTGRESQL && sql.startsWith("/*", i)) {
                depth++;
                i++;
            }
        }
        throw new RefusedSqlException("a comment (/*) is not closed");
    }

    /** PostgreSQL: in {@code E''} only. MySQL: in texts, not in {@code `names`}. */
    private boolean hasBackslashes() {
        if (dialect == Dialect.MYSQL) {
            return !startsWith("`");
        }
        return startsWith("'")
                && !tokens.isEmpty()
                && tokens.get(tokens.size() - 1).word().equals("E");
    }

    private int endOfQuote(int from, boolean backslashes) throws RefusedSqlException {
        var quote = sql.charAt(from);
        for (int i = from + 1; i < sql.length(); i++) {
            if (backslashes && sql.charAt(i) == '\\') {
                i++;
            } else if (sql.charAt(i) == quote) {
                if (i + 1 == sql.length() || sql.charAt(i + 1) != quote) {
                    return i + 1;
                }
                i++;
            }
        }
        throw new RefusedSqlException("a quote (" + quote + ") is not closed");
    }

    private int endOfDollars() throws RefusedSqlException {
        var tag = sql.substring(at, endOf(DOLLARS));
        var end = sql.indexOf(tag, at + tag.length());
        if (end < 0) {
            throw new RefusedSqlException("a quote (" + tag + ") is not closed");
        }
        return end + tag.length();
    }

    private boolean startsWith(String start) {
        return sql.startsWith(start, at);
    }

    private boolean lookingAt(Pattern pattern) {
        return pattern.matcher(sql)
                .region(at, sql.length())
                .useTransparentBounds(true)
                .lookingAt();
    }

    private int endOf(Pattern pattern) {
        var found = pattern.matcher(sql).region(at, sql.length()).useTransparentBounds(true);
        return found.lookingAt() ? found.end() : at;
    }

    private void take(Token.Kind kind, int end) {
        tokens.add(new Token(kind, sql.substring(at, end)));
        at = end;
    }
}
