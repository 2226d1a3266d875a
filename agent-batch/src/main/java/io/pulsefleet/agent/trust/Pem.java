package io.pulsefleet.agent.trust;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Keys and certificates as text. */
final class Pem {

    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private Pem() {}

    static String text(String kind, byte[] der) {
        return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(kind, LINES.encodeToString(der));
    }

    /** What stands there of a kind, in its order. */
    static List<byte[]> parts(String kind, String text) {
        return Pattern.compile("-----BEGIN " + kind + "-----([^-]*)-----END " + kind + "-----")
                .matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .map(base64 -> Base64.getMimeDecoder().decode(base64.getBytes(StandardCharsets.US_ASCII)))
                .toList();
    }
}
