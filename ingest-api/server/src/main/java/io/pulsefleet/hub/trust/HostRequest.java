package io.pulsefleet.hub.trust;

import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/** What a host wants to have certified: its public key. All else that a request may say is for the hub to say. */
record HostRequest(PublicKey key) {

    /** @param text PKCS#10, as PEM */
    static HostRequest read(String text) throws RefusedException {
        try {
            var request = new JcaPKCS10CertificationRequest(parsed(text));
            var key = request.getPublicKey();
            if (!Keys.isStrong(key)) {
                throw new RefusedException(Refusal.KEY_WEAK);
            }
            if (!request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key))) {
                throw new RefusedException(Refusal.REQUEST_UNPROVEN);
            }
            return new HostRequest(key);
        } catch (PKCSException | OperatorCreationException unproven) {
            throw new RefusedException(Refusal.REQUEST_UNPROVEN);
        } catch (IOException | GeneralSecurityException | RuntimeException unreadable) { // whatever a stranger sends
            throw new RefusedException(Refusal.REQUEST_UNREADABLE);
        }
    }

    private static PKCS10CertificationRequest parsed(String text) throws IOException, RefusedException {
        try (var parser = new PEMParser(new StringReader(text))) {
            if (parser.readObject() instanceof PKCS10CertificationRequest request) {
                return request;
            }
            throw new RefusedException(Refusal.REQUEST_UNREADABLE);
        }
    }

    /** By which a request that is sent again is known. */
    byte[] hash() {
        return Authority.sha256(key.getEncoded());
    }
}
