package io.pulsefleet.hub.audit;

import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.hub.access.Deed;
import io.pulsefleet.hub.access.Deed.Outcome;
import io.pulsefleet.hub.audit.AuditBook.DeedList;
import io.pulsefleet.hub.audit.AuditBook.HeadView;
import io.pulsefleet.hub.audit.AuditBook.NotedHead;
import io.pulsefleet.hub.audit.AuditBook.VerdictView;
import io.pulsefleet.hub.http.Problems;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.security.Principal;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Who did what, when, from where, on what, and what came of it. */
@Path("audit")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class AuditResource {

    private static final String FILTER = " The filter: 'from' (included) and 'to' (not included) are moments; 'who',"
            + " 'kind' (user, token, agent, hub, nobody), 'address' and 'outcome' (done, refused, failed) are compared"
            + " exactly, 'action' and 'object' too, or as monitor.* by how they begin; 'q' stands somewhere in who, object"
            + " or detail, in capitals or not.";

    @Inject
    AuditBook audit;

    @Inject
    Event<Deed> deeds;

    @Context
    UriInfo uri;

    @Context
    HttpServletRequest servletRequest;

    @GET
    @RolesAllowed(Caller.ADMIN)
    @Operation(
            summary = "Deeds",
            description =
                    "The newest first, 'limit' (100, at most 500) of them; 'next' is the 'cursor' of those behind."
                            + FILTER)
    @Parameter(
            name = "from",
            in = ParameterIn.QUERY,
            schema = @Schema(type = SchemaType.STRING),
            description = "A moment, as 2026-11-22T10:15:00Z; the others of the filter likewise")
    @APIResponse(responseCode = "200", description = "Some of them")
    @APIResponse(responseCode = "400", description = "The parameter that is wrong is named")
    public DeedList deeds(
            @QueryParam("cursor") @DefaultValue("") String cursor,
            @QueryParam("limit") @DefaultValue("100") String limit) {
        return audit.page(
                AuditQuestion.filter(uri.getQueryParameters()),
                cursor.isEmpty() ? Long.MAX_VALUE : AuditQuestion.number("cursor", cursor, 1, 999_999_999_999_999_999L),
                (int) AuditQuestion.number("limit", limit, 1, 500));
    }

    @GET
    @Path("export")
    @RolesAllowed(Caller.ADMIN)
    @Produces({"text/csv", "application/x-ndjson", MediaType.APPLICATION_JSON})
    @Operation(
            summary = "Deeds as a file",
            description =
                    "All of the filter, the newest first, streamed; 'format' is csv or jsonl. That it was taken is"
                            + " a deed itself." + FILTER)
    @APIResponse(
            responseCode = "200",
            description = "The file: rows of CSV, or lines of JSON",
            content = @Content(schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(responseCode = "400", description = "The parameter that is wrong is named")
    public Response export(
            @QueryParam("format") @DefaultValue("csv") String format, @Context SecurityContext security) {
        var filter = AuditQuestion.filter(uri.getQueryParameters());
        if (!format.equals("csv") && !format.equals("jsonl")) {
            throw Problems.badField("format", "must be csv or jsonl");
        }
        tell(security.getUserPrincipal(), servletRequest.getRemoteAddr(), "audit.export", Outcome.DONE, format);
        StreamingOutput file =
                out -> audit.export(filter, format.equals("csv") ? new Sheet.Table(out) : new Sheet.Jsonl(out));
        return Response.ok(file, format.equals("csv") ? "text/csv;charset=UTF-8" : "application/x-ndjson")
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"audit." + format + '"')
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    @GET
    @Path("head")
    @RolesAllowed(Caller.ADMIN)
    @Operation(
            summary = "The newest row's number and hash",
            description =
                    "Whoever notes it down outside, and shows it when the chain is verified, finds out whether the"
                            + " newest rows were cut off or written anew.")
    public HeadView head() {
        return audit.head();
    }

    @POST
    @Path("verify")
    @RolesAllowed(Caller.ADMIN)
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces({"application/x-ndjson", MediaType.APPLICATION_JSON})
    @Operation(
            summary = "Look whether the chain is whole",
            description = "Answers line by line: 'rows' and 'of' as it goes on, at last the 'state' (intact, changed,"
                    + " missing, out_of_order, forked, head_cut_off, old_end_cut_off) with the first row that is wrong and"
                    + " why. The body is {}, or has a head that was noted down. What was found is a deed.")
    @APIResponse(
            responseCode = "200",
            description = "Lines of JSON",
            content = @Content(schema = @Schema(implementation = VerdictView.class)))
    @APIResponse(responseCode = "400", description = "That is no head")
    public Response verify(NotedHead head, @Context SecurityContext security) {
        var noted = NotedHead.of(head);
        var caller = security.getUserPrincipal();
        var from = servletRequest.getRemoteAddr();
        StreamingOutput lines = out -> {
            var found = audit.verify(noted, out);
            tell(
                    caller,
                    from,
                    "audit.verify",
                    found.state().equals("broken_off") ? Outcome.FAILED : Outcome.DONE,
                    found.state() + ": " + found.why());
        };
        return Response.ok(lines, "application/x-ndjson")
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    private void tell(Principal caller, String from, String action, Outcome outcome, String detail) {
        var who = Who.of(caller);
        deeds.fire(new Deed(who.name(), who.kind(), from, action, "audit", outcome, detail));
    }
}
