package io.pulsefleet.hub.uptime;

import io.pulsefleet.hub.access.Caller;
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
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** How much of a span monitors were up, and how slow. */
@Path("uptime/reports")
@RequestScoped
public class ReportsResource {

    @Inject
    ReportBook reports;

    @GET
    @RolesAllowed(Caller.ADMIN)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Uptime and latency of a monitor",
            description = "From 'from' (a day ago) to 'to' (now), in each datacenter and together: heartbeats by what"
                    + " they saw, and p50, p95, p99 of each phase. What was in maintenance is counted by itself.")
    public ReportBook.ReportView report(
            @QueryParam("monitor") @DefaultValue("") String monitor,
            @QueryParam("from") String from,
            @QueryParam("to") String to) {
        return reports.of(Asked.number("monitor", monitor, 1, 9_999_999), Asked.span(from, to));
    }

    @GET
    @Path("sla")
    @RolesAllowed(Caller.ADMIN)
    @Produces("text/csv")
    @Operation(summary = "The SLA report of a month as CSV", description = "A line for each monitor; months are UTC's.")
    @APIResponse(responseCode = "400", description = "That is no month")
    public String sla(@QueryParam("month") @DefaultValue("") String month) {
        return reports.csv(month);
    }
}
