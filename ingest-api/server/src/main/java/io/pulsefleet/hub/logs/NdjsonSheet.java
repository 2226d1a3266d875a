package io.pulsefleet.hub.logs;

import io.pulsefleet.wire.Json;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;

/** A JSON object for each line; at the end {@code {"next":...}} or {@code {"broken_off":...}} where that is not all. */
final class NdjsonSheet implements Sheet {

    private final OutputStream out;

    NdjsonSheet(OutputStream out) {
        this.out = new BufferedOutputStream(out, 32 << 10);
    }

    @Override
    public void line(LineView line) throws IOException {
        write(line);
    }

    @Override
    public void end(Optional<String> next) throws IOException {
        if (next.isPresent()) {
            write(Map.of("next", next.get()));
        }
        out.flush();
    }

    @Override
    public void breakOff(String why) throws IOException {
        write(Map.of("broken_off", why));
        out.flush();
    }

    private void write(Object one) throws IOException {
        out.write(Json.bytes(one));
        out.write('\n');
    }
}
