package io.pulsefleet.hub.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/** Secrets: made, hashed, kept in files that only their user can read. */
final class Secrets {

    private static final SecureRandom RANDOM = new SecureRandom();

    private Secrets() {}

    /** 256 random bits as text. */
    static String make() {
        return make(32);
    }

    private static String make(int bytes) {
        var random = new byte[bytes];
        RANDOM.nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    /** SHA-256: enough for a secret that nobody can guess, and only for such a one. */
    static byte[] hash(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    /** What the file holds; when it is not there, a random text of 24 characters is put there, whole or not at all. */
    static String keptIn(Path file) throws IOException {
        return keptIn(file, 18);
    }

    /** As {@link #keptIn(Path)}, with so many random bytes. */
    static String keptIn(Path file, int bytes) throws IOException {
        if (Files.notExists(file)) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            var part = Files.createTempFile(
                    file.toAbsolutePath().getParent(),
                    ".",
                    ".part",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try {
                Files.writeString(part, make(bytes) + "\n");
                Files.createLink(file, part); // unlike a move, it never replaces what another has put there meanwhile
            } catch (FileAlreadyExistsException another) {
                return Files.readString(file).strip();
            } finally {
                Files.delete(part);
            }
        }
        return Files.readString(file).strip();
    }
}
