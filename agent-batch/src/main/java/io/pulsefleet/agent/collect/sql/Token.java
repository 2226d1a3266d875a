package io.pulsefleet.agent.collect.sql;

import java.util.Locale;

/**
 * A piece of SQL. All of them together are the text, to the last blank.
 *
 * @param text as it stands there; of a {@link Kind#PARAMETER} its name
 */
record Token(Kind kind, String text) {

    enum Kind {
        BLANK,
        COMMENT,
        /** A key word or a name without quotes. */
        WORD,
        /** A text or a name in quotes of any kind. */
        QUOTED,
        /** {@code %(start_time)s} */
        PARAMETER,
        /** One character of anything else; and {@code %%}. */
        SIGN
    }

    boolean isCode() {
        return kind != Kind.BLANK && kind != Kind.COMMENT;
    }

    boolean isSign(String sign) {
        return kind == Kind.SIGN && text.equals(sign);
    }

    /** As key words are compared; empty for what is none. */
    String word() {
        return kind == Kind.WORD ? text.toUpperCase(Locale.ROOT) : "";
    }
}
