package io.pulsefleet.hub.logs;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Lines as in a log file: moment, host, source, severity, text. */
final class TextSheet implements Sheet {

    private final Writer out;

    TextSheet(OutputStream out) {
        this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 32 << 10);
    }

    @Override
    public void line(LineView line) throws IOException {
        out.write(String.join(
                        " ",
                        line.at().toString(),
                        line.hostname(),
                        line.source(),
                        line.severity().isEmpty() ? "-" : line.severity(),
                        line.text())
                + "\n");
    }

    @Override
    public void end(Optional<String> next) throws IOException {
        if (next.isPresent()) {
            out.write("!!! There are more: after=" + next.get() + "\n");
        }
        out.flush();
    }

    @Override
    public void breakOff(String why) throws IOException {
        out.write("!!! The answer breaks off: " + why + "\n");
        out.flush();
    }
}
