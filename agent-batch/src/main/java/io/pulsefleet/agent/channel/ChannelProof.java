package io.pulsefleet.agent.channel;

import io.pulsefleet.agent.fleet.Identity;
import io.pulsefleet.agent.hub.HostProof;
import io.pulsefleet.wire.channel.ChannelMessage.Proof;
import jakarta.enterprise.inject.Instance;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Optional;

/** What this agent says to a challenge: by its certificate, where the hub has given it one, else by its token (PU-03). */
final class ChannelProof {

    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private ChannelProof() {}

    static Proof over(String nonce, Identity identity, Instance<HostProof> proofs, String version) {
        var certificate = proofs.isResolvable() ? proofs.get().certificate() : Optional.<X509Certificate>empty();
        if (certificate.isEmpty()) {
            return new Proof(Proof.TOKEN, nonce, version, identity.agent(), null, identity.proofOver(nonce));
        }
        var signature = proofs.get().sign(nonce.getBytes(StandardCharsets.UTF_8));
        return new Proof(
                Proof.MTLS,
                nonce,
                version,
                identity.agent(),
                pem(certificate.get()),
                Base64.getEncoder().encodeToString(signature));
    }

    static String pem(X509Certificate certificate) {
        try {
            return "-----BEGIN CERTIFICATE-----\n" + LINES.encodeToString(certificate.getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        } catch (CertificateEncodingException madeByUs) {
            throw new IllegalStateException(madeByUs);
        }
    }
}
