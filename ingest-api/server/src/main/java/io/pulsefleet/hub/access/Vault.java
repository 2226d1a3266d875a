package io.pulsefleet.hub.access;

import io.pulsefleet.store.targets.Sealed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;

/**
 * Seals what the hub must be able to say again, other systems' passwords. The key is never in the database: it is a
 * setting, or in a file that only the hub's user can read, made when there is none. A start without a key is a start all
 * the same; what is sealed stays so, and whoever asks is told why.
 */
@ApplicationScoped
public class Vault {

    private static final Logger LOG = System.getLogger(Vault.class.getName());
    private static final Set<PosixFilePermission> OF_OTHERS = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private KeyRing keys = KeyRing.empty();
    private String trouble = "";

    /** What became of an attempt to open. */
    public enum State {
        OPEN,
        /** The key that it was sealed with is not here. */
        KEY_MISSING,
        /** The key is here, and this is not what was sealed with it, or not for this. */
        DAMAGED
    }

    /** @param text empty but for OPEN */
    public record Opened(State state, String text) {

        /** Never shows the secret: records are logged. */
        @Override
        public String toString() {
            return "Opened[" + state + "]";
        }
    }

    void open(@Observes Startup event) {
        open(AccessConfig.current());
    }

    void open(AccessConfig config) {
        try {
            keys = KeyRing.of(
                    config.secretKey().isPresent() ? config.secretKey().get() : kept(config.secretKeyFile()));
        } catch (IOException | IllegalArgumentException noKey) {
            trouble = config.secretKey().isPresent()
                    ? "PULSE_SECRET_KEY: " + noKey.getMessage()
                    : config.secretKeyFile() + ": " + noKey.getMessage();
            LOG.log(Level.ERROR, "There is no key for passwords of databases: {0}", trouble);
        }
    }

    private static String kept(Path file) throws IOException {
        var text = Secrets.keptIn(file, KeyRing.BYTES);
        if (Files.getPosixFilePermissions(file).stream().anyMatch(OF_OTHERS::contains)) {
            LOG.log(
                    Level.WARNING,
                    "{0} holds the key to passwords of databases, and others than its owner may read it: chmod 600 it.",
                    file);
        }
        return text;
    }

    /** Why nothing can be sealed; empty: it can. */
    public String trouble() {
        return trouble;
    }

    /** @param context what it is for; it opens for that only */
    public Sealed seal(String secret, List<String> context) {
        return keys.seal(secret, context);
    }

    public Opened open(Sealed box, List<String> context) {
        return keys.open(box, context);
    }
}
