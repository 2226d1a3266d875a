package io.pulsefleet.store.trust;

import java.time.Instant;
import java.util.UUID;

/**
 * A certificate that a host was given.
 *
 * @param serial hexadecimal
 * @param der the certificate itself
 * @param publicKeyHash SHA-256 of the key that it is for
 * @param joinToken with which it was got; null: by renewal
 * @param firstUsedAt null: not yet
 * @param supersededAt when its successor was used first; null: not
 * @param revokedAt null: it was not
 * @param revokedBy null unless it was revoked, like {@code reason}
 */
@SuppressWarnings("ArrayRecordComponent") // handed from one to the other, compared by nobody
public record Issued(
        String serial,
        UUID agent,
        byte[] der,
        byte[] publicKeyHash,
        UUID joinToken,
        Instant issuedAt,
        Instant notAfter,
        Instant firstUsedAt,
        Instant supersededAt,
        Instant revokedAt,
        String revokedBy,
        String reason) {

    /** One that was just made. */
    public static Issued now(
            String serial,
            UUID agent,
            byte[] der,
            byte[] publicKeyHash,
            UUID joinToken,
            Instant issuedAt,
            Instant notAfter) {
        return new Issued(
                serial, agent, der, publicKeyHash, joinToken, issuedAt, notAfter, null, null, null, null, null);
    }
}
