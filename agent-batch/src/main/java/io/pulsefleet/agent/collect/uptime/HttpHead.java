package io.pulsefleet.agent.collect.uptime;

import io.pulsefleet.wire.uptime.ErrorClass;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What stands before an answer's body.
 *
 * @param headers by their names in small letters
 */
record HttpHead(int status, boolean isOld, Map<String, List<String>> headers) {

    private static final int LARGEST = 64 << 10;
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.([01]) ([1-5]\\d\\d)(?: .*)?");

    /** The phase of the transfer begins with the first byte. */
    static HttpHead read(Wire wire, Attempt attempt) throws IOException {
        var left = new int[] {LARGEST};
        HttpHead head;
        do {
            head = readOne(wire, attempt, left);
        } while (head.status < 200 && head.status != 101);
        return head;
    }

    private static HttpHead readOne(Wire wire, Attempt attempt, int[] left) throws IOException {
        var first = line(wire, attempt, left);
        var status = STATUS_LINE.matcher(first);
        if (!status.matches()) {
            throw new ProbeFailedException(
                    ErrorClass.MALFORMED,
                    "the answer is not HTTP: it begins with " + first.substring(0, Math.min(60, first.length())));
        }
        var headers = new LinkedHashMap<String, List<String>>();
        for (var line = line(wire, attempt, left); !line.isEmpty(); line = line(wire, attempt, left)) {
            var colon = line.indexOf(':');
            if (colon < 1) {
                throw new ProbeFailedException(ErrorClass.MALFORMED, "the answer has a header without a name");
            }
            headers.computeIfAbsent(
                            line.substring(0, colon).strip().toLowerCase(Locale.ROOT), none -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        return new HttpHead(Integer.parseInt(status.group(2)), status.group(1).equals("0"), headers);
    }

    /** Without its end. */
    static String line(Wire wire, Attempt attempt, int[] left) throws IOException {
        var line = new java.io.ByteArrayOutputStream(80);
        for (int c = wire.read(attempt); c != '\n'; c = wire.read(attempt)) {
            if (attempt.watch.running() == Stopwatch.Phase.FIRST_BYTE && c >= 0) {
                attempt.watch.enter(Stopwatch.Phase.TRANSFER);
            }
            if (c < 0) {
                throw new ProbeFailedException(
                        ErrorClass.RESET, "the connection ended before the answer's headers were over");
            }
            if (--left[0] < 0) {
                throw new ProbeFailedException(
                        ErrorClass.MALFORMED, "the headers are larger than " + LARGEST + " bytes");
            }
            if (c != '\r') {
                line.write(c);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    Optional<String> first(String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst();
    }

    boolean isRedirect() {
        return List.of(301, 302, 303, 307, 308).contains(status)
                && first("location").isPresent();
    }

    boolean isChunked() {
        return first("transfer-encoding")
                .filter(how -> how.toLowerCase(Locale.ROOT).contains("chunked"))
                .isPresent();
    }

    boolean keepsOpen() {
        var said =
                String.join(",", headers.getOrDefault("connection", List.of())).toLowerCase(Locale.ROOT);
        return isOld ? said.contains("keep-alive") : !said.contains("close");
    }
}
