package io.pulsefleet.agent.collect.uptime;

import io.pulsefleet.wire.uptime.ErrorClass;
import java.security.cert.CertificateException;
import java.time.Instant;

/** A server's certificate is not one to be trusted, and why. */
final class UntrustedException extends CertificateException {

    private static final long serialVersionUID = 1L;

    private final ErrorClass error;
    private final Instant ends;

    UntrustedException(ErrorClass error, String message, Instant ends, Throwable cause) {
        super(message, cause);
        this.error = error;
        this.ends = ends;
    }

    ErrorClass error() {
        return error;
    }

    /** When the server's own certificate ends. */
    Instant ends() {
        return ends;
    }
}
