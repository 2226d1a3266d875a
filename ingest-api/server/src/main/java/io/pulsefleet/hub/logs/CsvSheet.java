package io.pulsefleet.hub.logs;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Lines as a table (RFC 4180). What is not all of it ends with a row that has not as many columns as the others. */
final class CsvSheet implements Sheet {

    private static final String END = "\r\n";

    private final Writer out;
    private boolean begun;

    CsvSheet(OutputStream out) {
        this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 32 << 10);
    }

    @Override
    public void line(LineView line) throws IOException {
        begin();
        out.write(String.join(
                        ",",
                        line.at().toString(),
                        quoted(line.hostname()),
                        quoted(line.source()),
                        line.severity(),
                        quoted(line.text()),
                        quoted(line.fields().toString()))
                + END);
    }

    private void begin() throws IOException {
        if (!begun) {
            begun = true;
            out.write("at,hostname,source,severity,text,fields" + END);
        }
    }

    @Override
    public void end(Optional<String> next) throws IOException {
        begin();
        if (next.isPresent()) {
            out.write("!!! There are more: after=" + next.get() + END);
        }
        out.flush();
    }

    @Override
    public void breakOff(String why) throws IOException {
        out.write(END + quoted("!!! The answer breaks off: " + why) + END);
        out.flush();
    }

    /** What a spreadsheet would take for a formula is made a text. */
    private static String quoted(String text) {
        if (text.isEmpty()) {
            return "";
        }
        var plain = "=+-@\t\r".indexOf(text.charAt(0)) < 0 ? text : "'" + text;
        return plain.chars().anyMatch(c -> ",\"\r\n".indexOf(c) >= 0) ? '"' + plain.replace("\"", "\"\"") + '"' : plain;
    }
}
