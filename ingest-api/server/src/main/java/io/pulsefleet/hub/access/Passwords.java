package io.pulsefleet.hub.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Passwords as they may be kept: by Argon2id (RFC 9106) in the PHC string format,
 * {@code $argon2id$v=19$m=7168,t=5,p=1$<salt>$<hash>}, memory in KiB. Slow and large on purpose: of the costs that OWASP's
 * password storage cheat sheet has for equal, the one with the least memory. A hash of another cost stays readable, as do
 * those of PBKDF2 that were made before: {@code pbkdf2-sha512$210000$<salt>$<hash>}.
 */
final class Passwords {

    /** @param memory KiB */
    private record Cost(int memory, int iterations, int parallelism) {}

    private static final Cost COST = new Cost(7_168, 5, 1);
    private static final String ARGON2ID = "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s";
    private static final Pattern KEPT_ARGON2ID =
            Pattern.compile("\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,2})\\$([^$]+)\\$([^$]+)");
    private static final Pattern KEPT_PBKDF2 = Pattern.compile("pbkdf2-sha512\\$(\\d{1,8})\\$([^$]+)\\$([^$]+)");
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Passwords() {}

    static String hash(String password) {
        var salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        var base64 = Base64.getEncoder().withoutPadding();
        return ARGON2ID.formatted(
                COST.memory(),
                COST.iterations(),
                COST.parallelism(),
                base64.encodeToString(salt),
                base64.encodeToString(argon2id(password, salt, COST)));
    }

    /** @throws IllegalStateException it is none of the kinds that are known */
    static boolean matches(String password, String kept) {
        var argon2id = KEPT_ARGON2ID.matcher(kept);
        if (argon2id.matches()) {
            return MessageDigest.isEqual(bytes(argon2id, 5), argon2id(password, bytes(argon2id, 4), costOf(argon2id)));
        }
        var pbkdf2 = KEPT_PBKDF2.matcher(kept);
        if (pbkdf2.matches()) {
            return MessageDigest.isEqual(
                    bytes(pbkdf2, 3), pbkdf2(password, bytes(pbkdf2, 2), Integer.parseInt(pbkdf2.group(1))));
        }
        throw new IllegalStateException("The store holds a password of an unknown kind.");
    }

    /** Whether it would be kept in another way today. */
    static boolean isOutdated(String kept) {
        var argon2id = KEPT_ARGON2ID.matcher(kept);
        return !argon2id.matches() || !costOf(argon2id).equals(COST);
    }

    private static Cost costOf(Matcher argon2id) {
        return new Cost(
                Integer.parseInt(argon2id.group(1)),
                Integer.parseInt(argon2id.group(2)),
                Integer.parseInt(argon2id.group(3)));
    }

    private static byte[] bytes(Matcher kept, int group) {
        return Base64.getDecoder().decode(kept.group(group));
    }

    private static byte[] argon2id(String password, byte[] salt, Cost cost) {
        var generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(cost.memory())
                .withIterations(cost.iterations())
                .withParallelism(cost.parallelism())
                .withSalt(salt)
                .build());
        var hash = new byte[HASH_BYTES];
        generator.generateBytes(password.getBytes(UTF_8), hash);
        return hash;
    }

    private static byte[] pbkdf2(String password, byte[] salt, int iterations) {
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                    .generateSecret(new PBEKeySpec(password.toCharArray(), salt, iterations, HASH_BYTES * 8))
                    .getEncoded();
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
