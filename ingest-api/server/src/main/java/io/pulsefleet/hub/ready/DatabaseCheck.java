package io.pulsefleet.hub.ready;

import io.pulsefleet.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** {@code /health/ready}: the database answers, and its schema is what this version needs. */
@Readiness
@ApplicationScoped
public class DatabaseCheck implements HealthCheck {

    @Inject
    Database database;

    @Inject
    Preparation preparation;

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("database")
                .withData("schema", preparation.isDone() ? "current" : "not yet")
                .status(preparation.isDone() && database.answers())
                .build();
    }
}
