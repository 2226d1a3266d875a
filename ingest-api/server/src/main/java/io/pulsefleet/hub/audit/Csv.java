package io.pulsefleet.hub.audit;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A row of a table (RFC 4180). What a spreadsheet would take for a formula is made a text. */
final class Csv {

    private Csv() {}

    static byte[] row(String... cells) {
        return (Stream.of(cells).map(Csv::cell).collect(Collectors.joining(",")) + "\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String cell(String text) {
        if (text.isEmpty()) {
            return "";
        }
        var plain = "=+-@\t\r\n".indexOf(text.charAt(0)) < 0 ? text : "'" + text;
        return plain.chars().anyMatch(c -> ",;\"\r\n\t".indexOf(c) >= 0)
                ? '"' + plain.replace("\"", "\"\"") + '"'
                : plain;
    }
}
