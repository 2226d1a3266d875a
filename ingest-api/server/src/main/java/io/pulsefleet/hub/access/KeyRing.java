package io.pulsefleet.hub.access;

import io.pulsefleet.hub.access.Vault.Opened;
import io.pulsefleet.hub.access.Vault.State;
import io.pulsefleet.store.targets.Sealed;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keys for AES-256-GCM. The first seals; each opens what was sealed with it, so that a new key can be put before an old
 * one. What is sealed is bound to its context: in the place of another's it does not open.
 */
final class KeyRing {

    static final int BYTES = 32;

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int MOST_KEYS = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** By id; the first is the one that seals. */
    private final Map<String, SecretKeySpec> keys;

    private KeyRing(Map<String, SecretKeySpec> keys) {
        this.keys = keys;
    }

    static KeyRing empty() {
        return new KeyRing(Map.of());
    }

    /**
     * @param text a key in each line, 32 bytes as base64
     * @throws IllegalArgumentException that does not show what is wrong with which key, only that
     */
    static KeyRing of(String text) {
        var keys = new LinkedHashMap<String, SecretKeySpec>();
        for (var line : text.strip().split("\\s+", -1)) {
            var key = decoded(line);
            if (key.length != BYTES) {
                throw new IllegalArgumentException(
                        "must hold keys of 32 random bytes as base64, each in a line; make one with: openssl rand -base64 32");
            }
            keys.put(idOf(key), new SecretKeySpec(key, "AES"));
        }
        if (keys.size() > MOST_KEYS) {
            throw new IllegalArgumentException("must hold " + MOST_KEYS + " keys at most");
        }
        return new KeyRing(keys);
    }

    private static byte[] decoded(String line) {
        try {
            return Base64.getUrlDecoder().decode(line.replace('+', '-').replace('/', '_'));
        } catch (IllegalArgumentException noBase64) {
            return new byte[0];
        }
    }

    /** Tells which key it is, and nothing about it. */
    private static String idOf(byte[] key) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update("the id of a key".getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(key), 0, 8);
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    /** @throws IllegalStateException when there is no key */
    Sealed seal(String secret, List<String> context) {
        var first = keys.entrySet().stream().findFirst().orElseThrow(() -> new IllegalStateException("no key"));
        var nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        try {
            var text = cipher(Cipher.ENCRYPT_MODE, first.getValue(), nonce, context)
                    .doFinal(secret.getBytes(StandardCharsets.UTF_8));
            return new Sealed(
                    first.getKey(),
                    ByteBuffer.allocate(nonce.length + text.length)
                            .put(nonce)
                            .put(text)
                            .array());
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    Opened open(Sealed box, List<String> context) {
        var key = keys.get(box.key());
        if (key == null) {
            return new Opened(State.KEY_MISSING, "");
        }
        if (box.bytes().length < NONCE_BYTES + TAG_BITS / 8) {
            return new Opened(State.DAMAGED, "");
        }
        var nonce = new byte[NONCE_BYTES];
        System.arraycopy(box.bytes(), 0, nonce, 0, NONCE_BYTES);
        try {
            var text = cipher(Cipher.DECRYPT_MODE, key, nonce, context)
                    .doFinal(box.bytes(), NONCE_BYTES, box.bytes().length - NONCE_BYTES);
            return new Opened(State.OPEN, new String(text, StandardCharsets.UTF_8));
        } catch (AEADBadTagException notThis) {
            return new Opened(State.DAMAGED, "");
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    private static Cipher cipher(int mode, SecretKeySpec key, byte[] nonce, List<String> context)
            throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        for (var part : context) {
            var bytes = part.getBytes(StandardCharsets.UTF_8);
            cipher.updateAAD(
                    ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
            cipher.updateAAD(bytes);
        }
        return cipher;
    }
}
