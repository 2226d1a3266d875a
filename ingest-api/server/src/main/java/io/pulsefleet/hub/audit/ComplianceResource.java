package io.pulsefleet.hub.audit;

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
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** What an auditor asks for. */
@Path("reports/compliance")
@RequestScoped
public class ComplianceResource {

    @Inject
    ComplianceBook reports;

    @GET
    @RolesAllowed(Caller.ADMIN)
    @Produces({MediaType.APPLICATION_JSON, "text/csv", "text/html"})
    @Operation(
            summary = "The compliance report",
            description =
                    "Accounts, API tokens, failed sign-ins, changes by action and by who, retention, and whether the"
                            + " audit log is whole, which is looked at anew. From 'from' (30 days before) to 'to' (now). 'format'"
                            + " is json, csv (section, item, field, value) or html, a page to be printed.")
    @APIResponse(
            responseCode = "200",
            description = "The report",
            content = @Content(schema = @Schema(implementation = ComplianceBook.ComplianceView.class)))
    @APIResponse(responseCode = "400", description = "The parameter that is wrong is named")
    public Response report(
            @QueryParam("from") String from,
            @QueryParam("to") String to,
            @QueryParam("format") @DefaultValue("json") String format) {
        var begin = AuditQuestion.moment("from", from);
        var end = AuditQuestion.moment("to", to);
        var answer = switch (format) {
            case "json" -> Response.ok(reports.report(begin, end), MediaType.APPLICATION_JSON_TYPE);
            case "csv" ->
                Response.ok(ComplianceSheet.of(reports.report(begin, end)), "text/csv;charset=UTF-8")
                        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"compliance.csv\"");
            case "html" ->
                Response.ok(CompliancePage.of(reports.report(begin, end)), "text/html;charset=UTF-8")
                        .header("Content-Security-Policy", CompliancePage.MAY);
            default -> throw Problems.badField("format", "must be json, csv or html");
        };
        return answer.header(HttpHeaders.CACHE_CONTROL, "no-store").build();
    }
}
