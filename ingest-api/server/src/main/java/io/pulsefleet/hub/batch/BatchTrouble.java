package io.pulsefleet.hub.batch;

import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.wire.Problem;
import jakarta.ws.rs.WebApplicationException;
import java.util.Locale;

/** Why another server did not do what it was asked. */
final class BatchTrouble extends Exception {

    private static final long serialVersionUID = 1L;

    /** What kind of trouble it is; in small letters it is what the REST API says. */
    enum Kind {
        /** Nobody answers at that address. */
        UNREACHABLE,
        /** It did not answer in time. */
        TOO_SLOW,
        /** Its certificate is not trusted, or is another server's. */
        CERTIFICATE,
        /** It does not know the user, or the password is wrong. */
        WRONG_PASSWORD,
        /** It knows the user, who may not steer jobs there. */
        NO_RIGHTS,
        /** It has no batch REST API. */
        NO_FEATURE,
        /** It sends us elsewhere, where we do not go. */
        REDIRECTED,
        /** The hub has the password no more. */
        NO_PASSWORD,
        /** It says no to what was asked. */
        REFUSED,
        /** It fails at what was asked, by a fault of its own. */
        FAILED,
        /** There is no such instance or execution. */
        NOT_FOUND,
        /** What it says is not understood, or too long. */
        NOT_UNDERSTOOD
    }

    private final Kind kind;
    private final String fingerprint;

    /** @param detail what is wrong and what to do, a sentence */
    BatchTrouble(Kind kind, String detail) {
        this(kind, detail, null);
    }

    /** @param fingerprint of a certificate that was shown and is not trusted; null: none was */
    BatchTrouble(Kind kind, String detail, String fingerprint) {
        super(detail);
        this.kind = kind;
        this.fingerprint = fingerprint;
    }

    Kind kind() {
        return kind;
    }

    String word() {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    String fingerprint() {
        return fingerprint;
    }

    /** 502 only where that server itself answers that it failed: else another is in trouble, and the hub is well. */
    int status() {
        return switch (kind) {
            case NOT_FOUND -> 404;
            case REFUSED -> 409;
            case FAILED -> 502;
            default -> 424;
        };
    }

    WebApplicationException asAnswer(String server) {
        var title = switch (kind) {
            case NOT_FOUND -> "Not found";
            case REFUSED -> "Conflict";
            case FAILED -> "Another server failed";
            default -> "Another server is in trouble";
        };
        return Problems.exception(Problem.of(status(), title, server + ": " + getMessage()));
    }
}
