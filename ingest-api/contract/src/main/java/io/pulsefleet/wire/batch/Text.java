package io.pulsefleet.wire.batch;

/** What others wrote, as it may be told on. */
final class Text {

    private Text() {}

    /** Null becomes empty; what is too long loses its end. */
    static String shortened(String text, int longest) {
        if (text == null) {
            return "";
        }
        if (text.length() <= longest) {
            return text;
        }
        var isPairCut = Character.isHighSurrogate(text.charAt(longest - 1));
        return text.substring(0, isPairCut ? longest - 1 : longest);
    }
}
