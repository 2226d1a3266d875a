package io.pulsefleet.agent.collect.uptime;

import io.pulsefleet.wire.uptime.ErrorClass;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * An answer's body, read to its end and not further than is allowed.
 *
 * @param isWhole whether its end is known otherwise than by the connection's
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record HttpBody(byte[] bytes, boolean isWhole) {

    private static final Pattern CHARSET = Pattern.compile("charset=\"?([A-Za-z0-9_:.-]+)", Pattern.CASE_INSENSITIVE);
    private static final int LARGEST_LINE = 8 << 10;
    private static final int MOST_SHOWN = 4_096;

    static HttpBody read(String method, HttpHead head, Wire wire, int largest, Attempt attempt) throws IOException {
        var body = new Reader(wire, largest, attempt);
        if (method.equals("HEAD") || head.status() == 204 || head.status() == 304) {
            return new HttpBody(new byte[0], true);
        }
        if (head.isChunked()) {
            body.chunks();
            return new HttpBody(body.read.toByteArray(), true);
        }
        var length = head.first("content-length");
        if (length.isPresent()) {
            body.exactly(length.get());
            return new HttpBody(body.read.toByteArray(), true);
        }
        body.untilTheEnd();
        return new HttpBody(body.read.toByteArray(), false);
    }

    static HttpBody read(String method, HttpHead head, Http2 http2, int largest, Attempt attempt) throws IOException {
        var hasNone = method.equals("HEAD") || head.status() == 204 || head.status() == 304;
        var body = new Reader(null, largest, attempt);
        body.frames(http2, hasNone ? "0" : head.first("content-length").orElse("0"));
        return new HttpBody(body.read.toByteArray(), http2.keepsOpen());
    }

    /** In the charset that the answer names; UTF-8 where it names none that we know. */
    String text(HttpHead head) {
        var named = head.first("content-type").map(CHARSET::matcher).filter(java.util.regex.Matcher::find);
        return new String(
                bytes,
                named.map(found -> found.group(1))
                        .filter(HttpBody::isKnown)
                        .map(Charset::forName)
                        .orElse(StandardCharsets.UTF_8));
    }

    private static boolean isKnown(String charset) {
        try {
            return Charset.isSupported(charset);
        } catch (IllegalArgumentException none) {
            return false;
        }
    }

    private static final class Reader {

        private final Wire wire;
        private final int largest;
        private final Attempt attempt;
        private final ByteArrayOutputStream read = new ByteArrayOutputStream();
        private final byte[] buffer = new byte[16 << 10];

        Reader(Wire wire, int largest, Attempt attempt) {
            this.wire = wire;
            this.largest = largest;
            this.attempt = attempt;
        }

        void exactly(String said) throws IOException {
            if (!said.matches("\\d{1,18}")) {
                throw new ProbeFailedException(ErrorClass.MALFORMED, "the answer's length is '" + said + "'");
            }
            take(Long.parseLong(said));
        }

        private void take(long length) throws IOException {
            if (length > largest - read.size()) {
                throw tooLarge();
            }
            for (var left = length; left > 0; ) {
                var count = wire.read(buffer, 0, (int) Math.min(buffer.length, left), attempt);
                if (count < 0) {
                    throw truncated(left);
                }
                keep(count);
                left -= count;
            }
        }

        void chunks() throws IOException {
            while (true) {
                var head = chunkLine();
                var size = head.replaceFirst(";.*", "").strip();
                if (!size.matches("[0-9A-Fa-f]{1,15}")) {
                    throw new ProbeFailedException(ErrorClass.MALFORMED, "a chunk of the answer has no size");
                }
                var length = Long.parseLong(size, 16);
                if (length == 0) {
                    break;
                }
                take(length);
                chunkLine();
            }
            while (!chunkLine().isEmpty()) {
                // headers behind the body; nobody asks for them
            }
        }

        private String chunkLine() throws IOException {
            var left = new int[] {LARGEST_LINE};
            var line = new ByteArrayOutputStream();
            for (int c = wire.read(attempt); c != '\n'; c = wire.read(attempt)) {
                if (c < 0) {
                    throw truncated(0);
                }
                if (--left[0] < 0) {
                    throw new ProbeFailedException(ErrorClass.MALFORMED, "a chunk of the answer has no size");
                }
                if (c != '\r') {
                    line.write(c);
                }
            }
            return line.toString(StandardCharsets.ISO_8859_1);
        }

        void untilTheEnd() throws IOException {
            for (var count = wire.read(buffer, 0, buffer.length, attempt);
                    count >= 0;
                    count = wire.read(buffer, 0, buffer.length, attempt)) {
                if (read.size() + count > largest) {
                    keep(largest - read.size());
                    throw tooLarge();
                }
                keep(count);
            }
        }

        /** @param said how long it is; longer is well */
        void frames(Http2 http2, String said) throws IOException {
            try {
                for (var part = http2.read(attempt); part.isPresent(); part = http2.read(attempt)) {
                    var count = part.get().remaining();
                    part.get().get(buffer, 0, count);
                    if (count > largest - read.size()) {
                        keep(largest - read.size());
                        throw tooLarge();
                    }
                    keep(count);
                }
            } catch (EOFException cut) {
                throw truncated(0);
            }
            if (said.matches("\\d{1,18}") && Long.parseLong(said) > read.size()) {
                throw truncated(Long.parseLong(said) - read.size());
            }
        }

        private void keep(int count) {
            var isBeginning = read.size() < MOST_SHOWN;
            read.write(buffer, 0, count);
            attempt.bytes = (long) read.size();
            if (isBeginning) {
                attempt.text =
                        new String(read.toByteArray(), 0, Math.min(read.size(), MOST_SHOWN), StandardCharsets.UTF_8);
            }
        }

        private ProbeFailedException tooLarge() {
            return new ProbeFailedException(ErrorClass.TOO_LARGE, "the answer is larger than " + largest + " bytes");
        }

        private ProbeFailedException truncated(long missing) {
            return new ProbeFailedException(
                    ErrorClass.TRUNCATED,
                    "the answer ended after " + read.size() + " bytes"
                            + (missing > 0 ? "; " + missing + " are missing" : " before its end"));
        }
    }
}
