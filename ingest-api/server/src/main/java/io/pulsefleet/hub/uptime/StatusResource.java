package io.pulsefleet.hub.uptime;

import io.pulsefleet.hub.uptime.StatusBook.StatusView;
import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** What everybody may see. */
@Path("status")
@RequestScoped
public class StatusResource {

    @Inject
    StatusBook statuses;

    @GET
    @PermitAll
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "The public status page, as data",
            description =
                    "Names, states, uptime and incidents of the last 30 days of those monitors that were chosen to"
                            + " be public, and nothing else of them. Ten seconds old at most.")
    public StatusView status() {
        return statuses.status();
    }

    @GET
    @Path("badges/{key}")
    @PermitAll
    @Produces("image/svg+xml")
    @Operation(summary = "A public monitor's badge", description = "By its number, as SVG.")
    @APIResponse(responseCode = "404", description = "There is no such public monitor")
    public String badge(@PathParam("key") String monitor) {
        return statuses.badge(monitor);
    }
}
