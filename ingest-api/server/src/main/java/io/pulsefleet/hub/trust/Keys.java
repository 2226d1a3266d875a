package io.pulsefleet.hub.trust;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.util.Set;

/** What keys may be, and whether two belong together. */
final class Keys {

    /** Bits of the curves P-256 and P-384. */
    private static final Set<Integer> CURVES = Set.of(256, 384);

    private Keys() {}

    /** Whether a host may have such a one. Ours have P-256. */
    static boolean isStrong(PublicKey key) {
        return key instanceof ECPublicKey ec
                && CURVES.contains(ec.getParams().getOrder().bitLength());
    }

    static String signatureOf(PrivateKey key) {
        return switch (key.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default -> throw new IllegalArgumentException("must be a key of EC or RSA, not " + key.getAlgorithm());
        };
    }

    /** By signing something and looking at it. */
    static boolean match(PublicKey open, PrivateKey secret) {
        try {
            var signature = Signature.getInstance(signatureOf(secret));
            signature.initSign(secret);
            signature.update(new byte[32]);
            var signed = signature.sign();
            signature.initVerify(open);
            signature.update(new byte[32]);
            return signature.verify(signed);
        } catch (GeneralSecurityException otherKind) {
            return false;
        }
    }
}
