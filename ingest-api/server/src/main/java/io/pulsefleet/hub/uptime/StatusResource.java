package io.pulsefleet.hub.uptime;

import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
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
                    "Names, groups, states, the last 90 days and the incidents of the last 30 of those monitors that were"
                            + " chosen to be public, notes and maintenance that were, and nothing else of them. Ten seconds"
                            + " old at most, days a minute.")
    public StatusView status() {
        return statuses.status();
    }

    @GET
    @Path("page")
    @PermitAll
    @Produces("text/html")
    @Operation(
            summary = "The public status page",
            description =
                    "What stands at the address /status: a page without any script, which looks again every minute.")
    @APIResponse(responseCode = "200", description = "The page")
    public Response page() {
        return Html.answer(StatusPage.of(statuses.status()), "public, max-age=10");
    }

    @GET
    @Path("badges/{key}")
    @PermitAll
    @Produces("image/svg+xml")
    @Operation(summary = "A public monitor's badge", description = "By its number, as SVG.")
    @APIResponse(responseCode = "200", description = "The badge, as SVG")
    @APIResponse(responseCode = "404", description = "There is no such public monitor")
    public Response badge(@PathParam("key") String monitor) {
        return Response.ok(statuses.badge(monitor))
                .header("Cross-Origin-Resource-Policy", "cross-origin") // it is made to be shown by other pages
                .build();
    }
}
