package io.pulsefleet.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/** Secrets in files that only their user can read; each made once. */
final class Secrets {

    private static final SecureRandom RANDOM = new SecureRandom();

    private Secrets() {}

    /** What the file holds; a random text of 24 characters is put there when it is not there yet. */
    static String keptIn(Path file) throws IOException {
        if (Files.notExists(file)) {
            keep(random(), file);
        }
        return Files.readString(file).strip();
    }

    /** Puts it there in place of what was. */
    static void keep(String secret, Path file) throws IOException {
        Files.createDirectories(file.getParent());
        var part = Files.createTempFile(
                file.getParent(),
                ".",
                ".part",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(part, secret + "\n");
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String random() {
        var bytes = new byte[18];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
