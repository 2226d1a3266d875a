package io.pulsefleet.wire;

import java.time.Instant;

/**
 * A snapshot of something that is more than numbers: the processes of a host, the locks of a database.
 *
 * @param kind what it is, as {@code processes}; readers choose by it
 * @param target what was looked at
 */
public record Document(String kind, String target, Instant at, RawJson body) {

    public Document {
        Required.text("kind", kind, 100);
        Required.text("target", target, 500);
        Required.present("at", at);
        Required.present("body", body);
    }
}
