package io.pulsefleet.supervisor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is said of a package, and signed by whoever may release one. It lies beside the package.
 *
 * <pre>
 * kind=agent
 * version=1.2.3
 * sha256=0123...
 * </pre>
 */
record Release(String kind, Version version, String sha256) {

    /** @throws RefusedException when none of the keys has signed these bytes, or they are no release */
    static Release of(byte[] text, byte[] signature, List<PublicKey> keys) throws RefusedException {
        if (keys.stream().noneMatch(key -> hasSigned(key, text, signature))) {
            throw new RefusedException(Reason.NOT_SIGNED, "no update.key of this host has signed it");
        }
        try {
            return read(new String(text, UTF_8));
        } catch (IllegalArgumentException wrong) {
            throw new RefusedException(Reason.NO_RELEASE, "it is signed, but no release: " + wrong.getMessage());
        }
    }

    private static boolean hasSigned(PublicKey key, byte[] text, byte[] signature) {
        try {
            var check = Signature.getInstance("Ed25519");
            check.initVerify(key);
            check.update(text);
            return check.verify(signature);
        } catch (GeneralSecurityException isNone) {
            return false; // as one of another length
        }
    }

    private static Release read(String text) {
        var fields = new HashMap<String, String>();
        text.lines()
                .map(line -> line.split("=", 2))
                .forEach(parts -> fields.put(parts[0], parts.length > 1 ? parts[1] : ""));
        if (!fields.keySet().equals(Set.of("kind", "version", "sha256"))) {
            throw new IllegalArgumentException("it must have the lines kind, version and sha256");
        }
        return of(fields);
    }

    private static Release of(Map<String, String> fields) {
        var sha256 = fields.get("sha256");
        if (!sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("sha256 has 64 digits");
        }
        return new Release(fields.get("kind"), new Version(fields.get("version")), sha256);
    }
}
