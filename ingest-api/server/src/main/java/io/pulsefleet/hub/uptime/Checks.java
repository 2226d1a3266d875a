package io.pulsefleet.hub.uptime;

import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.UnreadableException;
import io.pulsefleet.wire.uptime.Check;
import io.pulsefleet.wire.uptime.CheckKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Checks, as they lie in the table. */
final class Checks {

    private Checks() {}

    /** @throws UnreadableException it is none; the message names the field */
    static Check read(CheckKind kind, String json) throws UnreadableException {
        try {
            return Json.read(json.getBytes(StandardCharsets.UTF_8), kind.check());
        } catch (UnreadableException refused) {
            throw refused;
        } catch (IOException ourBug) {
            throw new IllegalStateException("what is in memory cannot be read", ourBug);
        }
    }

    /** Empty: of a kind that is not known, or none of it; who changes tables may write what he likes. */
    static Optional<Check> stored(String kind, String json) {
        return CheckKind.of(kind).flatMap(known -> {
            try {
                return Optional.of(read(known, json));
            } catch (UnreadableException whoProbesItSaysSo) {
                return Optional.empty();
            }
        });
    }
}
