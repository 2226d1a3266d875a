package io.pulsefleet.wire.postgres;

import java.util.regex.Pattern;

/**
 * How statements are known that an agent asks a server for its own sake (PG-07): by a comment, which
 * {@code pg_stat_statements} keeps, so that what it costs to be watched stands beside what the server does, and not in it.
 *
 * <p>It stands behind the first word: what is in front of that, PostgreSQL 18 leaves out.
 */
public final class OwnStatements {

    private static final String MARK = "/* pulsefleet */";
    private static final Pattern FIRST_WORD = Pattern.compile("\\A((?:\\s|--[^\\n]*\\n)*\\w+)");

    private OwnStatements() {}

    public static String marked(String sql) {
        return FIRST_WORD.matcher(sql).replaceFirst("$1 " + MARK);
    }

    /** @param query as the server tells it; may be null */
    public static boolean isOne(String query) {
        return query != null && query.contains(MARK);
    }
}
