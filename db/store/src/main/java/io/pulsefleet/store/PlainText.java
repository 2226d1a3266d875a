package io.pulsefleet.store;

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
