package io.pulsefleet.hub.trust;

import io.pulsefleet.hub.http.Problems;
import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The fleet's authority, which everybody may know. */
@Path("authority")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class AuthorityResource {

    @Inject
    KeptAuthority authority;

    /** @param certificate as PEM */
    public record Known(String certificate, String fingerprint, Instant notAfter) {}

    @GET
    @PermitAll
    @Operation(
            summary = "The fleet's certificate authority",
            description =
                    "Its certificate and that one's SHA-256. Compare the latter with what an admin says before you trust it.")
    public Known get() {
        return authority
                .find()
                .map(ours -> new Known(
                        Pem.of(ours.certificate()),
                        ours.fingerprint(),
                        ours.certificate().getNotAfter().toInstant()))
                .orElseThrow(() -> new WebApplicationException(
                        Problems.notNow("The hub has no authority yet; GET /health/ready says why.")));
    }
}
