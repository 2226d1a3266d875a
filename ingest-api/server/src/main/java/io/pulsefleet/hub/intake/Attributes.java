package io.pulsefleet.hub.intake;

import io.pulsefleet.store.PlainText;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.LogLine;
import java.util.TreeMap;

/** A log line's attributes as JSON that PostgreSQL takes. */
final class Attributes {

    private Attributes() {}

    /** Whoever wrote into the log wrote this too: what cannot be kept is replaced, so that the line is not lost for it. */
    static byte[] json(LogLine line) {
        var plain = new TreeMap<String, String>();
        line.attributes()
                .forEach((name, value) -> plain.put(PlainText.of(name), value == null ? "" : PlainText.of(value)));
        return Json.bytes(plain);
    }
}
