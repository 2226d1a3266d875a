package io.pulsefleet.store;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;

/** Texts as PostgreSQL can hold them. */
public final class PlainText {

    private static final char REPLACEMENT = '\uFFFD';

    private PlainText() {}

    /** The same text; where it has a NUL or half of a surrogate pair, the replacement character stands. Null stays. */
    public static String of(String text) {
        if (text == null || isPlain(text)) {
            return text;
        }
        var plain = new StringBuilder(text);
        for (var i = 0; i < plain.length(); i++) {
            if (isPair(plain, i)) {
                i++;
            } else if (isStranger(plain.charAt(i))) {
                plain.setCharAt(i, REPLACEMENT);
            }
        }
        return plain.toString();
    }

    /** An array {@code text[]} of them, for a statement: a NUL in one of many would fail it as a NUL in one does. */
    public static Array array(Connection connection, Collection<?> texts) throws SQLException {
        return connection.createArrayOf(
                "text",
                texts.stream()
                        .map(text -> text == null ? null : of(text.toString()))
                        .toArray());
    }

    private static boolean isPlain(CharSequence text) {
        return text.chars().noneMatch(c -> isStranger((char) c));
    }

    private static boolean isStranger(char c) {
        return c == 0 || Character.isSurrogate(c);
    }

    private static boolean isPair(CharSequence text, int i) {
        return i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
    }
}
