package io.pulsefleet.agent.status;

import io.pulsefleet.agent.spool.Spool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready while readings are held in memory only: a restart would lose them. */
@Readiness
@ApplicationScoped
public class Spools implements HealthCheck {

    @Inject
    Spool spool;

    @Override
    public HealthCheckResponse call() {
        var waiting = spool.waiting();
        return HealthCheckResponse.named("spool")
                .status(!waiting.inMemory())
                .withData("segments", waiting.segments())
                .withData("bytes", waiting.bytes())
                .withData("inMemory", waiting.inMemory())
                .withData("evictedReadings", waiting.evictedReadings())
                .withData("refusedSegments", waiting.refusedSegments())
                .build();
    }
}
