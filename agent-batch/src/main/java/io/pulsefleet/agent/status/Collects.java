package io.pulsefleet.agent.status;

import io.pulsefleet.agent.schedule.Shifts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when every planned collector is on its shift. The hub may be away. */
@Readiness
@ApplicationScoped
public class Collects implements HealthCheck {

    @Inject
    Shifts shifts;

    @Override
    public HealthCheckResponse call() {
        var check = HealthCheckResponse.named("collectors");
        for (var shift : shifts.list()) {
            check.withData(shift.name(), shift.state());
        }
        return check.status(shifts.allCollect()).build();
    }
}
