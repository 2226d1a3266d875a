package io.pulsefleet.agent.trust;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;

/**
 * A certificate request (PKCS#10, RFC 2986) of a key of the curve P-256.
 *
 * <p>Java has no public API for it. A library that has one would be 9.5 MB in an agent for these lines; the hub reads what
 * they make with one.
 */
final class Csr {

    private Csr() {}

    static KeyPair freshKeys() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    /** As PEM. The name is for people: the hub decides what it certifies. */
    static String of(KeyPair keys, String name) {
        var info = Der.sequence(
                Der.VERSION_0,
                Der.sequence(Der.set(Der.sequence(Der.COMMON_NAME, Der.text(name)))),
                keys.getPublic().getEncoded(),
                Der.NONE);
        var request = Der.sequence(info, Der.sequence(Der.ECDSA_WITH_SHA256), Der.bits(sign(keys.getPrivate(), info)));
        return Pem.text("CERTIFICATE REQUEST", request);
    }

    static byte[] sign(PrivateKey key, byte[] message) {
        try {
            var signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(key);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
