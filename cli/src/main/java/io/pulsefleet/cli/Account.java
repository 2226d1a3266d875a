package io.pulsefleet.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * With which hub one speaks, and what one shows there. Kept in {@code pulsefleet/hub.json} below {@code $XDG_CONFIG_HOME},
 * or {@code ~/.config}: a file that nobody else may read.
 *
 * @param user who that is, as the hub said
 * @param header in which the secret is sent: {@code Authorization} or {@code Cookie}
 * @param authority certificates that the hub's is signed by, as PEM; empty: those that Java knows
 */
record Account(URI hub, String user, String header, String secret, String authority) {

    private static final Set<PosixFilePermission> MINE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> MY_FOLDER = PosixFilePermissions.fromString("rwx------");

    static Path file(Map<String, String> environment) {
        var given = environment.getOrDefault("XDG_CONFIG_HOME", "");
        var folder = given.isEmpty() ? Path.of(environment.getOrDefault("HOME", "."), ".config") : Path.of(given);
        return folder.resolve("pulsefleet").resolve("hub.json");
    }

    /** @throws RefusedException nobody is signed in, or others may read the file */
    static Account read(Path file) {
        try {
            var open = Files.getPosixFilePermissions(file).stream()
                    .anyMatch(right -> !right.name().startsWith("OWNER"));
            if (open) {
                throw new RefusedException(
                        Exit.NOT_ALLOWED, file + " may be read by others: chmod 600 it, or sign in anew");
            }
            var kept = Json.of(Files.readString(file));
            return new Account(
                    URI.create(kept.get("hub").text()),
                    kept.get("user").text(),
                    kept.get("header").text(),
                    kept.get("secret").text(),
                    kept.get("authority").text());
        } catch (NoSuchFileException nobody) {
            throw new RefusedException(Exit.NOT_ALLOWED, "nobody is signed in: pulse login URL", nobody);
        } catch (IOException unreadable) {
            throw new RefusedException(Exit.WRONG, file + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    /** All of it or nothing; at no moment may others read it. */
    void keep(Path file) {
        var all = new LinkedHashMap<String, Object>();
        all.put("hub", hub.toString());
        all.put("user", user);
        all.put("header", header);
        all.put("secret", secret);
        all.put("authority", authority);
        try {
            var folder = file.getParent();
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(MY_FOLDER));
            var part = Files.createTempFile(folder, "hub", ".part", PosixFilePermissions.asFileAttribute(MINE));
            Files.writeString(part, Json.text(all) + "\n");
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException cannot) {
            throw new RefusedException(Exit.WRONG, file + " cannot be written: " + cannot.getMessage(), cannot);
        }
    }

    /** Never shows the secret: records are logged. */
    @Override
    public String toString() {
        return "Account[" + user + " at " + hub + "]";
    }
}
