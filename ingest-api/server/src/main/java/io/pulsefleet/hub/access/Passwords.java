package io.pulsefleet.hub.access;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Passwords as they may be kept: {@code pbkdf2-sha512$210000$<salt>$<hash>}. Slow on purpose, at the cost that OWASP
 * advises; a hash of another cost stays readable.
 */
final class Passwords {

    private static final String KIND = "pbkdf2-sha512";
    private static final int ITERATIONS = 210_000;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BITS = 256;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Passwords() {}

    static String hash(String password) {
        var salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        var base64 = Base64.getEncoder().withoutPadding();
        return String.join(
                "$",
                KIND,
                Integer.toString(ITERATIONS),
                base64.encodeToString(salt),
                base64.encodeToString(derive(password, salt, ITERATIONS)));
    }

    static boolean matches(String password, String kept) {
        var parts = kept.split("\\$", -1);
        if (parts.length != 4 || !parts[0].equals(KIND)) {
            throw new IllegalStateException("The store holds a password of an unknown kind.");
        }
        var base64 = Base64.getDecoder();
        return MessageDigest.isEqual(
                base64.decode(parts[3]), derive(password, base64.decode(parts[2]), Integer.parseInt(parts[1])));
    }

    private static byte[] derive(String password, byte[] salt, int iterations) {
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                    .generateSecret(new PBEKeySpec(password.toCharArray(), salt, iterations, HASH_BITS))
                    .getEncoded();
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
