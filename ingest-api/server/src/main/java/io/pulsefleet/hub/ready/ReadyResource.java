package io.pulsefleet.hub.ready;

import io.pulsefleet.hub.http.Problems;
import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Whether messages are taken (PG-11). The same answers at the root, as {@code /ready}. */
@Path("ready")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class ReadyResource {

    @Inject
    @Readiness
    DatabaseCheck database;

    /** @param status {@code ready} */
    public record Ready(String status) {}

    @GET
    @PermitAll
    @Operation(summary = "Whether messages are taken")
    @APIResponse(
            responseCode = "200",
            description = "They are",
            content = @Content(schema = @Schema(implementation = Ready.class)))
    @APIResponse(responseCode = "503", description = "The database is away, or not prepared yet")
    public Response ready() {
        return database.call().getStatus() == HealthCheckResponse.Status.UP
                ? Response.ok(new Ready("ready")).build()
                : Problems.notNow("The database is away.");
    }
}
