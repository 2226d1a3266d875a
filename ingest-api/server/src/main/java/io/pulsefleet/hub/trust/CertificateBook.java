package io.pulsefleet.hub.trust;

import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.hub.trust.CertificatesResource.CertificateList;
import io.pulsefleet.hub.trust.CertificatesResource.CertificateRow;
import io.pulsefleet.store.fleet.Agents;
import io.pulsefleet.store.trust.Certificates;
import io.pulsefleet.store.trust.Issued;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.UUID;

/** Tells of the certificates of agents. */
@ApplicationScoped
class CertificateBook {

    @Inject
    Agents agents;

    @Inject
    Certificates certificates;

    /** @throws jakarta.ws.rs.WebApplicationException 404 */
    CertificateList of(UUID id) {
        if (agents.find(id).isEmpty()) {
            throw Problems.notFound("There is no agent " + id + ".");
        }
        var now = Instant.now();
        return new CertificateList(
                certificates.doubleUseOf(id).orElse(null),
                certificates.of(id).stream().map(one -> row(one, now)).toList());
    }

    private static CertificateRow row(Issued one, Instant now) {
        return new CertificateRow(
                one.serial(),
                state(one, now),
                one.issuedAt(),
                one.notAfter(),
                one.firstUsedAt(),
                one.joinToken(),
                one.revokedAt(),
                one.revokedBy(),
                one.reason());
    }

    private static String state(Issued one, Instant now) {
        if (one.revokedAt() != null) {
            return "revoked";
        }
        if (one.supersededAt() != null) {
            return "superseded";
        }
        if (!one.notAfter().isAfter(now)) {
            return "expired";
        }
        return one.firstUsedAt() == null ? "unused" : "current";
    }
}
