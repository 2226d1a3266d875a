package io.pulsefleet.agent.spool;

import io.pulsefleet.agent.trouble.Troubles;
import io.pulsefleet.settings.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.InstantSource;

/** Opens the spool once, for whoever injects it. */
@ApplicationScoped
class SpoolOfThisAgent {

    @Produces
    @Singleton
    Spool open(Settings settings, Troubles troubles, Instance<Copies> copies) {
        return Spool.open(
                SpoolConfig.from(settings),
                troubles,
                InstantSource.system(),
                copies.isResolvable() ? copies.get() : Copies.NONE);
    }

    void close(@Disposes Spool spool) throws IOException {
        spool.close();
    }
}
