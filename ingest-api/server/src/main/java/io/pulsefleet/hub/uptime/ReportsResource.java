package io.pulsefleet.hub.uptime;

import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.hub.http.Problems;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** How much of a span monitors were up, and how slow. */
@Path("uptime/reports")
@RequestScoped
public class ReportsResource {

    @Inject
    ReportBook reports;

    @GET
    @RolesAllowed(Caller.VIEWER)
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
    @RolesAllowed(Caller.VIEWER)
    @Produces({"text/csv", "text/html", MediaType.APPLICATION_JSON})
    @Operation(
            summary = "The SLA report of a month, or a year",
            description =
                    "A line for each monitor, or for each with 'tag'; 'month' is one of UTC's, or a year. 'format' is csv, html (a page"
                            + " to be printed: also datacenter by datacenter, with downtime, incidents, p50, p95 and p99) or json"
                            + " (the same as data); these two of 1,000 monitors at most.")
    @APIResponse(
            responseCode = "200",
            description = "The report",
            content = @Content(schema = @Schema(implementation = SlaView.class)))
    @APIResponse(responseCode = "400", description = "That is no month, or no format")
    @APIResponse(responseCode = "422", description = "Those are too many monitors to be read")
    public Response sla(
            @QueryParam("month") @DefaultValue("") String month,
            @QueryParam("tag") @DefaultValue("") String tag,
            @QueryParam("format") @DefaultValue("csv") String format) {
        return switch (format) {
            case "csv" ->
                Response.ok(reports.csv(month, Asked.plain("tag", tag)), "text/csv;charset=UTF-8")
                        .build();
            case "html" -> Html.answer(SlaPage.of(reports.sla(month, Asked.plain("tag", tag))), "no-store");
            case "json" ->
                Response.ok(reports.sla(month, Asked.plain("tag", tag)), MediaType.APPLICATION_JSON_TYPE)
                        .build();
            default -> throw Problems.badField("format", "must be csv, html or json");
        };
    }
}
