package io.pulsefleet.hub.trust;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;

/** From when until when a certificate is good. */
record Lifetime(Instant from, Instant to) {

    static Lifetime of(X509Certificate certificate) {
        return new Lifetime(
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant());
    }

    /** When two thirds are over. */
    Instant renewAt() {
        return from.plus(Duration.between(from, to).multipliedBy(2).dividedBy(3));
    }

    boolean holds(Instant now) {
        return !now.isBefore(from) && now.isBefore(to);
    }
}
