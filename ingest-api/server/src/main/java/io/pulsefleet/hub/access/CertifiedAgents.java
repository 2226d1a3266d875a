package io.pulsefleet.hub.access;

import io.pulsefleet.wire.Problem;
import java.security.cert.X509Certificate;
import java.util.Optional;

/** The agents that have a certificate of the hub's own authority. */
public interface CertifiedAgents {

    /**
     * Empty: it is not of our authority, is not valid now, was revoked, or nobody of this fleet has it.
     *
     * @throws jakarta.ws.rs.WebApplicationException 503: that cannot be told yet
     */
    Optional<Caller.Agent> holderOf(X509Certificate certificate);

    /**
     * Why it has no holder, for whoever shows it; that it was refused is counted and audited.
     *
     * @param from the address that it came from
     * @return empty: it has one
     */
    Optional<Problem> refusalOf(X509Certificate certificate, String from);
}
