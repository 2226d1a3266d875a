package io.pulsefleet.e2e.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Something to send: it puts its head and its body where they leave from, {@value Loop#LARGEST_REQUEST} bytes at most. */
@FunctionalInterface
public interface Request {

    void putInto(ByteBuffer out);

    /** A request whose head's parts are ready, so that little more than copying is left to do. */
    static Request of(byte[] start, byte[] name, byte[] headers, byte[] body) {
        return out -> {
            out.put(start).put(name).put(headers);
            out.put(CONTENT_LENGTH);
            putNumber(out, body.length);
            out.put(END_OF_HEAD).put(body);
        };
    }

    byte[] CONTENT_LENGTH = ascii("Content-Length: ");
    byte[] END_OF_HEAD = ascii("\r\n\r\n");

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static void putNumber(ByteBuffer out, int number) {
        if (number >= 10) {
            putNumber(out, number / 10);
        }
        out.put((byte) ('0' + number % 10));
    }
}
