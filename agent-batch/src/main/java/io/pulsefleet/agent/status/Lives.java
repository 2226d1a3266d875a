package io.pulsefleet.agent.status;

import io.pulsefleet.agent.schedule.Shifts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Alive while somebody sees to the shifts. */
@Liveness
@ApplicationScoped
public class Lives implements HealthCheck {

    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(2);

    @Inject
    Shifts shifts;

    @Override
    public HealthCheckResponse call() {
        var lastLook = shifts.lastLook();
        return HealthCheckResponse.named("schedule")
                .status(lastLook.plus(LONGEST_SILENCE).isAfter(Instant.now()))
                .withData("lastLook", lastLook.toString())
                .build();
    }
}
