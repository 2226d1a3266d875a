package io.pulsefleet.hub.trust;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * {@code /health/ready}: whoever connects over TLS is shown the right certificate. Where that cannot be had, as for want of a
 * key, waiting would not help: the check says why, and the hub serves those who come over loopback.
 */
@Readiness
@ApplicationScoped
public class TlsCheck implements HealthCheck {

    @Inject
    ServerCertificate certificate;

    @Override
    public HealthCheckResponse call() {
        var trouble = certificate.trouble();
        return HealthCheckResponse.named("tls")
                .withData("certificate", !trouble.isEmpty() ? trouble : certificate.isServed() ? "served" : "not yet")
                .status(certificate.isServed() || !trouble.isEmpty())
                .build();
    }
}
