package io.pulsefleet.hub;

import io.pulsefleet.embedded.Postgres;
import java.nio.file.Path;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** A PostgreSQL for all tests of a run that have a server; the other tests get none. */
public final class ItDatabase implements LauncherSessionListener {

    private static final String PORT = System.getProperty("it.db.port", "");

    private Postgres postgres;

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        if (!PORT.isEmpty()) {
            var target = Path.of("target").toAbsolutePath();
            postgres = Postgres.start(new Postgres.Place(
                    target.resolve("it/postgres-" + PORT), target.resolve("programs"), Integer.parseInt(PORT), "it"));
        }
    }

    @Override
    public void launcherSessionClosed(LauncherSession session) {
        if (postgres != null) {
            postgres.close();
        }
    }
}
