package io.pulsefleet.hub.uptime;

import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.hub.uptime.Happenings.IncidentList;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What happened to monitors. */
@Path("uptime")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class HappeningsResource {

    @Inject
    Happenings happenings;

    @GET
    @Path("incidents")
    @RolesAllowed(Caller.ADMIN)
    @Operation(
            summary = "Incidents, the newest first",
            description = "Those that were open at some time from 'from' to 'to'; of one 'monitor', or of all.")
    public IncidentList incidents(
            @QueryParam("monitor") @DefaultValue("0") String monitor,
            @QueryParam("from") String from,
            @QueryParam("to") String to,
            @QueryParam("limit") @DefaultValue("100") String limit) {
        return happenings.incidents(
                Asked.number("monitor", monitor, 0, 9_999_999),
                Asked.span(from, to),
                Asked.number("limit", limit, 1, 1_000));
    }
}
