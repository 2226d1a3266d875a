package io.pulsefleet.hub.uptime;

import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.hub.http.Large;
import io.pulsefleet.hub.uptime.DocumentBook.Applied;
import io.pulsefleet.hub.uptime.DocumentBook.UptimeDocument;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** All that is said of uptime as one document. */
@Path("uptime/document")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class DocumentResource {

    @Inject
    DocumentBook documents;

    @GET
    @RolesAllowed(Caller.ADMIN)
    @Operation(
            summary = "Export regions, datacenters, schedules and monitors",
            description = "Without secrets. Applied again it changes nothing.")
    public UptimeDocument export() {
        return documents.export();
    }

    @PUT
    @RolesAllowed(Caller.ADMIN)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Apply such a document",
            description = "All of it or nothing. With dry_run=true it says what would change. What it does not name"
                    + " stays; with prune=true monitors go that it does not name. Secrets that are left out stay.")
    @APIResponse(responseCode = "200", description = "What was changed, or would be")
    @APIResponse(responseCode = "400", description = "All that is wrong is named; nothing was changed")
    public Applied apply(
            @Large UptimeDocument document,
            @QueryParam("dry_run") @DefaultValue("false") boolean dryRun,
            @QueryParam("prune") @DefaultValue("false") boolean prune,
            @Context SecurityContext security) {
        return documents.apply(
                document, dryRun, prune, security.getUserPrincipal().getName());
    }
}
