package io.pulsefleet.hub.access;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What may be sent with an API key, and which role that is. */
enum Sendable {
    PULSE(Caller.PULSE_SENDER),
    POSTGRES(Caller.POSTGRES_SENDER);

    private final String role;

    Sendable(String role) {
        this.role = role;
    }

    String role() {
        return role;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Sendable> of(String word) {
        return Stream.of(values()).filter(one -> one.word().equals(word)).findFirst();
    }
}
