package io.pulsefleet.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pulsefleet.agent.trouble.Troubles;
import io.pulsefleet.settings.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;

/** The password of the user {@code admin}: as set, or as the file says. A hub on the same host may share the file. */
@ApplicationScoped
class AdminPassword {

    private final Settings settings;
    private final Troubles troubles;

    @Inject
    AdminPassword(Settings settings, Troubles troubles) {
        this.settings = settings;
        this.troubles = troubles;
    }

    /** For the container's proxy only. */
    AdminPassword() {
        this(null, null);
    }

    /** At the start, so that the file is there when somebody looks for it. */
    void begin(@Observes @Initialized(ApplicationScoped.class) Object start) {
        try {
            expected();
        } catch (IOException unwritable) {
            tell(unwritable);
        }
    }

    /** While the file can be neither read nor made, no password is right. */
    boolean is(String password) {
        try {
            var expected = expected();
            troubles.over("admin-password", "admin-password: can be read again");
            return MessageDigest.isEqual(expected.getBytes(UTF_8), password.getBytes(UTF_8));
        } catch (IOException unreadable) {
            tell(unreadable);
            return false;
        }
    }

    private String expected() throws IOException {
        var given = settings.find(ConsoleConfig.ADMIN_PASSWORD);
        return given.isPresent() ? given.get() : keptIn(ConsoleConfig.passwordFile(settings));
    }

    private void tell(IOException reason) {
        troubles.tell(
                "admin-password",
                "admin-password: cannot read or make " + ConsoleConfig.passwordFile(settings) + " ("
                        + reason.getMessage()
                        + "); nobody can sign in to this console. Make its folder writable, or set "
                        + ConsoleConfig.ADMIN_PASSWORD.environmentName());
    }

    /** What the file says. Where there is none, one is made that only its owner may read. */
    static String keptIn(Path file) throws IOException {
        if (Files.notExists(file)) {
            make(file);
        }
        var password = Files.readString(file).strip();
        if (password.isEmpty()) {
            throw new IOException("it is empty");
        }
        return password;
    }

    private static void make(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var part = Files.createTempFile(file.getParent(), ".", ".part", ownerOnly);
        try {
            Files.writeString(part, Secret.make(18) + "\n");
            Files.createLink(file, part); // unlike a move, it never replaces what the hub has put there meanwhile
        } catch (FileAlreadyExistsException theHubWasFirst) {
            System.getLogger(AdminPassword.class.getName())
                    .log(System.Logger.Level.DEBUG, file + " was made by another");
        } finally {
            Files.delete(part);
        }
    }
}
