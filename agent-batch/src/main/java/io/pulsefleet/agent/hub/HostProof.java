package io.pulsefleet.agent.hub;

import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** How this host shows the hub who it is, and knows the hub. It may change while the agent runs: ask each time. */
public interface HostProof {

    /** Whether the hub is known by its authority's fingerprint, and this host by a certificate; else the others throw. */
    boolean isWanted();

    /** For connections to the hub: trusts the fleet's authority, and shows this host's certificate once it has one. */
    SSLContext tls();

    /** Empty until the hub has given one. */
    Optional<X509Certificate> certificate();

    /**
     * Signs with the key of the certificate, which never leaves the host.
     *
     * @return SHA-256 with ECDSA, as DER
     * @throws IllegalStateException when there is no certificate
     */
    byte[] sign(byte[] message);
}
