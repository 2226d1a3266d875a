package io.pulsefleet.agent.collect.tail;

import java.nio.charset.StandardCharsets;

/** Makes text of bytes, whatever they are, and counts the texts of which something had to be replaced. */
public final class Utf8 {

    private static final char REPLACEMENT = '\uFFFD';

    private int replaced;

    /** What is no UTF-8, and NUL, which a log may hold after a power failure and which no database takes, becomes U+FFFD. */
    public String text(byte[] bytes, int from, int to) {
        var text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        if (text.indexOf('\0') >= 0) {
            text = text.replace('\0', REPLACEMENT);
        }
        if (text.indexOf(REPLACEMENT) >= 0) {
            replaced++;
        }
        return text;
    }

    public int replaced() {
        return replaced;
    }
}
