package io.pulsefleet.wire.channel;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * How an agent that has no certificate proves that it has its token, without showing it: HMAC-SHA-256, keyed with the
 * token's SHA-256, which is all that the hub keeps. It holds for one agent and one nonce, and for nothing but this.
 */
public final class TokenProof {

    private static final String CONTEXT = "pulsefleet channel auth_proof 1";
    private static final String HMAC = "HmacSHA256";

    private TokenProof() {}

    public static String of(String token, UUID agent, String nonce) {
        return Base64.getEncoder().encodeToString(mac(sha256(token), agent, nonce));
    }

    /** @param signature whatever the other side sent */
    public static boolean holds(String signature, byte[] tokenHash, UUID agent, String nonce) {
        try {
            return MessageDigest.isEqual(Base64.getDecoder().decode(signature), mac(tokenHash, agent, nonce));
        } catch (IllegalArgumentException noBase64) {
            return false;
        }
    }

    private static byte[] mac(byte[] key, UUID agent, String nonce) {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac.doFinal((CONTEXT + "\n" + agent + "\n" + nonce).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    private static byte[] sha256(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
