package io.pulsefleet.hub.trust;

import io.pulsefleet.wire.Problem;
import java.util.Locale;

/** Why somebody is not let in. Each has its own name in the audit log and in {@code /metrics}, and its own sentence. */
enum Refusal {
    TOKEN_MALFORMED(400, "This is no join token: it looks like pj_<32 digits>_<43 characters>. Copy the whole line."),
    TOKEN_UNKNOWN(401, "There is no such join token. Make a new one at the hub."),
    TOKEN_FORGED(401, "This is not the secret of that join token. Make a new one at the hub."),
    TOKEN_REMOVED(401, "This join token was removed. Make a new one at the hub."),
    TOKEN_EXPIRED(401, "This join token has expired. Make a new one at the hub."),
    TOKEN_USED_UP(401, "This join token has no uses left. Make a new one at the hub."),
    REVOKED_SINCE(
            401, "The rights of this host were taken away after this join token was made. Make a new one at the hub."),
    GUESSING(429, "Too many wrong join tokens came from this address."),
    REQUEST_UNREADABLE(400, "The certificate request cannot be read: it must be PKCS#10 as PEM."),
    KEY_WEAK(400, "The key in the certificate request must be of the curve P-256 or P-384."),
    REQUEST_UNPROVEN(400, "The certificate request is not signed by its own key."),
    NOT_A_HOLDER(409, "Only an agent that shows a good certificate can have it renewed; join with a join token."),
    CERTIFICATE_FOREIGN(401, "This certificate is not of this hub's authority."),
    CERTIFICATE_UNKNOWN(401, "Nobody of this fleet was given this certificate. Join with a join token."),
    CERTIFICATE_EXPIRED(401, "This certificate has expired. Join with a join token."),
    CERTIFICATE_SUPERSEDED(401, "This certificate was replaced by a newer one that is in use."),
    CERTIFICATE_REVOKED(401, "The rights of this host were taken away. Join with a new join token.");

    private final int status;
    private final String detail;

    Refusal(int status, String detail) {
        this.status = status;
        this.detail = detail;
    }

    String detail() {
        return detail;
    }

    /** As audit log and metrics name it: {@code token-expired}. */
    String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    Problem problem() {
        var title = status == 401 ? "Not let in" : status == 409 ? "Conflict" : "Bad request";
        return this == CERTIFICATE_REVOKED ? Problem.ofRevoked(title, detail) : Problem.of(status, title, detail);
    }
}
