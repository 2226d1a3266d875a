package io.pulsefleet.e2e;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the build has made, and where it lies.
 *
 * @param liberty Open Liberty itself
 * @param agent the agent's packaged server, as WLP_USER_DIR
 * @param hub the hub's packaged server, as WLP_USER_DIR
 * @param postgres where PostgreSQL's programs are unpacked, once
 */
public record Installation(Path liberty, Path agent, Path hub, Path postgres) {

    /** Told by the build through the system property {@code pulse.build}: the checkout's folder. */
    public static Installation ofBuild() {
        var checkout = Path.of(System.getProperty("pulse.build", ".."))
                .toAbsolutePath()
                .normalize();
        return new Installation(
                built(checkout.resolve("liberty/runtime/target/wlp")),
                built(checkout.resolve("liberty/agent/target/usr")),
                built(checkout.resolve("liberty/hub/target/usr")),
                checkout.resolve("db/embedded/target/postgresql"));
    }

    private static Path built(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new StackException("There is no " + folder + ": build with Maven first.");
        }
        return folder;
    }
}
