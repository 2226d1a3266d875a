package io.pulsefleet.cli;

import com.sun.security.auth.module.UnixSystem;
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
import java.util.Optional;
import java.util.Set;

/**
 * With which hub one speaks, and what one shows there. Kept in {@code pulsefleet/hub.json} below {@code $XDG_CONFIG_HOME},
 * or {@code ~/.config}: a file that nobody else may read.
 *
 * @param user who that is, as the hub said
 * @param header in which the secret is sent: {@link #KEY} or {@link #SESSION}
 * @param authority certificates that the hub's is signed by, as PEM; empty: those that Java knows
 */
record Account(URI hub, String user, String header, String secret, String authority) {

    static final String KEY = "Authorization";
    static final String SESSION = "Cookie";

    private static final int LAST_PORT = 65_535;
    private static final Set<PosixFilePermission> MINE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> MY_FOLDER = PosixFilePermissions.fromString("rwx------");

    /** What is no whole path is not taken: it would be another file in each folder that one works in. */
    static Path file(Map<String, String> environment) {
        return whole(environment, "XDG_CONFIG_HOME")
                .orElseGet(() -> whole(environment, "HOME")
                        .orElseGet(() -> Path.of(System.getProperty("user.home")))
                        .resolve(".config"))
                .resolve("pulsefleet")
                .resolve("hub.json");
    }

    private static Optional<Path> whole(Map<String, String> environment, String name) {
        return Optional.of(Path.of(environment.getOrDefault(name, ""))).filter(Path::isAbsolute);
    }

    /** @throws RefusedException nobody is signed in, it is damaged, or it is another's, or read by others */
    static Account read(Path file) {
        try {
            refuseOthers(file);
            return Json.of(Files.readString(file))
                    .flatMap(Account::of)
                    .filter(Account::isWhole)
                    .orElseThrow(() -> new RefusedException(
                            Exit.NOT_ALLOWED, file + " is damaged; sign in anew: pulse login URL"));
        } catch (NoSuchFileException nobody) {
            throw new RefusedException(Exit.NOT_ALLOWED, "nobody is signed in: pulse login URL", nobody);
        } catch (IOException unreadable) {
            throw RefusedException.ofFile(file + " cannot be read", unreadable);
        }
    }

    private static void refuseOthers(Path file) throws IOException {
        if (!Files.getAttribute(file, "unix:uid").equals((int) new UnixSystem().getUid())) {
            throw new RefusedException(
                    Exit.NOT_ALLOWED, file + " belongs to somebody else, who may choose the hub: sign in anew");
        }
        if (Files.getPosixFilePermissions(file).stream()
                .anyMatch(right -> !right.name().startsWith("OWNER"))) {
            throw new RefusedException(
                    Exit.NOT_ALLOWED, file + " may be read by others: chmod 600 it, or sign in anew");
        }
    }

    private static Optional<Account> of(Json kept) {
        try {
            return Optional.of(new Account(
                    URI.create(kept.get("hub").text()),
                    kept.get("user").text(),
                    kept.get("header").text(),
                    kept.get("secret").text(),
                    kept.get("authority").text()));
        } catch (IllegalArgumentException noAddress) {
            return Optional.empty();
        }
    }

    private boolean isWhole() {
        return isAddress(hub) && Set.of(KEY, SESSION).contains(header) && isPrintable(secret);
    }

    static boolean isAddress(URI hub) {
        return hub.getHost() != null
                && hub.getPort() <= LAST_PORT
                && ("https".equals(hub.getScheme()) || "http".equals(hub.getScheme()));
    }

    /** As what is sent in a header must be. */
    static boolean isPrintable(String secret) {
        return !secret.isEmpty() && secret.chars().allMatch(c -> c >= ' ' && c < 127);
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
            put(Json.text(all) + "\n", file);
        } catch (IOException cannot) {
            throw RefusedException.ofFile(file + " cannot be written", cannot);
        }
    }

    private static void put(String text, Path file) throws IOException {
        var folder = file.getParent();
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(MY_FOLDER));
        }
        Files.setPosixFilePermissions(folder, MY_FOLDER); // whoever made it
        var part = Files.createTempFile(folder, "hub", ".part", PosixFilePermissions.asFileAttribute(MINE));
        try {
            Files.writeString(part, text);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Never shows the secret: records are logged. */
    @Override
    public String toString() {
        return "Account[" + user + " at " + hub + "]";
    }
}
